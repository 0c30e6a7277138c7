#include "case_process.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
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
#include "family.hpp"

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

std::array<int, 2> makePipe() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) fail("pipe");
    return ends;
}

// For an aborted process to tell its stack.
constexpr std::chrono::milliseconds kLastWords{1000};

}  // namespace

CaseProcess::CaseProcess(std::size_t index, std::string name)
    : name_(std::move(name)), page_(makePage()) {
    const auto input = makePipe();
    const auto output = makePipe();
    // One empty line, then the end. Who takes it has read standard input.
    if (write(input[1], "\n", 1) != 1) fail("write");
    close(input[1]);
    std::fflush(nullptr);
    pid_ = fork();
    if (pid_ < 0) fail("fork");
    if (pid_ == 0) {
        close(output[0]);
        runChild(index, input[0], output[1]);
    }
    close(output[1]);
    input_ = input[0];
    output_ = output[0];
    fcntl(output_, F_SETFL, O_NONBLOCK);
    fcntl(input_, F_SETFD, FD_CLOEXEC);
    fcntl(output_, F_SETFD, FD_CLOEXEC);
}

CaseProcess::~CaseProcess() {
    killGroup();
    if (!ended_) waitpid(pid_, nullptr, 0);
    close(input_);
    if (output_ >= 0) close(output_);
}

void CaseProcess::runChild(std::size_t index, int input, int output) {
    setsid();  // a process group, and no terminal to read from
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    const rlimit file{kLargestFile, kLargestFile};
    setrlimit(RLIMIT_FSIZE, &file);
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
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG | WUNTRACED) != pid_) return false;
    if (WIFSTOPPED(status)) {
        stop(Stop::asleep, false);
        return false;
    }
    status_ = status;
    ended_ = true;
    readOutput();
    return true;
}

// Not more than a pipe holds, so that an endless writer cannot keep us here.
void CaseProcess::readOutput() {
    constexpr std::size_t kMost = 1U << 18U;  // the rest is not kept
    std::array<char, 1U << 16U> buffer{};
    if (output_ < 0) return;
    const auto size = read(output_, buffer.data(), buffer.size());
    if (size > 0) {
        const auto bytes = static_cast<std::size_t>(size);
        allPrinted_ += bytes;
        printed_.append(buffer.data(), bytes);
        if (printed_.size() > kMost) printed_.erase(0, kMost / 2);
    } else if (size == 0) {
        close(output_);
        output_ = -1;
    }
}

bool CaseProcess::hasReadInput() const {
    int unread = 0;
    return ioctl(input_, FIONREAD, &unread) == 0 && unread == 0;
}

CaseResult CaseProcess::result(std::chrono::milliseconds limit) const {
    End end;
    end.status = status_;
    end.stop = stop_;
    end.output = printed_;
    end.readInput = hasReadInput();
    end.seconds = std::to_string(limit.count() / 1000) + " s";
    return conclude(name_, *page_, end);
}

void CaseProcess::stop(Stop why, bool withLastWords) {
    if (stop_ != Stop::none) return;
    stop_ = why;
    stopped_ = Clock::now();
    if (withLastWords) {
        kill(pid_, SIGABRT);
    } else {
        killGroup();
    }
}

void CaseProcess::limit() {
    const auto usage = usageOf(pid_);
    if (usage.processes > kMostProcesses) stop(Stop::processes, false);
    if (usage.bytes > kMostMemory) stop(Stop::memory, true);
    if (allPrinted_ > kMostOutput) stop(Stop::output, true);
    const bool deaf =
        stop_ != Stop::none && Clock::now() - stopped_ > kLastWords;
    if (deaf || usage.bytes > 2 * kMostMemory) killGroup();
}

void CaseProcess::killGroup() const {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);  // it may not have got to a group of its own
}

}  // namespace untwist::check
