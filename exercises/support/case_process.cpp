#include "case_process.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <new>
#include <system_error>
#include <utility>

#include "case_runner.hpp"

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace untwist::check {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// Memory that stays shared with the processes forked later.
std::shared_ptr<CasePage> makePage() {
    void* memory = mmap(nullptr, sizeof(CasePage), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("mmap");
    return {new (memory) CasePage,
            [](CasePage* page) { munmap(page, sizeof(CasePage)); }};
}

}  // namespace

CaseProcess::CaseProcess(std::size_t index, std::string name)
    : name_(std::move(name)), page_(makePage()) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) fail("pipe");
    std::fflush(nullptr);
    pid_ = fork();
    if (pid_ < 0) fail("fork");
    if (pid_ == 0) {
        close(ends[0]);
        runChild(index, ends[1]);
    }
    setpgid(pid_, pid_);  // the child does it too: whoever comes first
    close(ends[1]);
    output_ = ends[0];
    fcntl(output_, F_SETFL, O_NONBLOCK);
    fcntl(output_, F_SETFD, FD_CLOEXEC);
}

CaseProcess::~CaseProcess() {
    killGroup();
    if (!ended_) waitpid(pid_, nullptr, 0);
    if (output_ >= 0) close(output_);
}

void CaseProcess::runChild(std::size_t index, int output) {
    setpgid(0, 0);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    const int input = open("/dev/null", O_RDONLY);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close(input);
    close(output);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    runCase(index, *page_);
    std::fflush(nullptr);
    _exit(0);
}

bool CaseProcess::ended() {
    if (ended_) return true;
    ended_ = waitpid(pid_, &status_, WNOHANG) == pid_;
    if (ended_) readOutput();
    return ended_;
}

void CaseProcess::readOutput() {
    constexpr std::size_t kMost = 1U << 18U;  // the rest is not kept
    std::array<char, 16384> buffer{};
    for (;;) {
        const auto size = read(output_, buffer.data(), buffer.size());
        if (size > 0) {
            printed_.append(buffer.data(), static_cast<std::size_t>(size));
            if (printed_.size() > kMost) printed_.erase(0, kMost / 2);
            continue;
        }
        if (size == 0) {
            close(output_);
            output_ = -1;
        }
        return;
    }
}

CaseResult CaseProcess::result(std::chrono::milliseconds limit) const {
    End end;
    end.status = status_;
    end.timeUp = timeUp_;
    end.output = printed_;
    end.seconds = std::to_string(limit.count() / 1000) + " s";
    return conclude(name_, *page_, end);
}

void CaseProcess::endForTime(bool withLastWords) {
    timeUp_ = true;
    if (withLastWords) {
        kill(pid_, SIGABRT);
    } else {
        killGroup();
    }
}

void CaseProcess::killGroup() const { kill(-pid_, SIGKILL); }

}  // namespace untwist::check
