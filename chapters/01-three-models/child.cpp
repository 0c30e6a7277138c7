#include "child.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace {

constexpr std::string_view kError = "error ";

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

void writeLine(int fd, std::string line) {
    line += '\n';
    for (std::string_view rest = line; !rest.empty();) {
        const ssize_t count = ::write(fd, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) ::_exit(1);  // the parent has gone
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
}

void dieWithParent([[maybe_unused]] pid_t parent) {
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);  // it died before the call
#endif
}

[[noreturn]] void runChild(
    const std::function<void(const Child::Report&)>& body, int fd) {
    int code = 0;
    try {
        body([fd](const std::string& line) { writeLine(fd, line); });
    } catch (const std::exception& error) {
        writeLine(fd, std::string(kError) + error.what());
        code = 1;
    }
    ::_exit(code);  // not exit: the parent's buffers are not ours to flush
}

}  // namespace

Child::Child(const std::function<void(const Report&)>& body) {
    int ends[2];
    if (::pipe(ends) != 0) fail("cannot make a pipe");
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) {
        ::close(ends[0]);
        ::close(ends[1]);
        fail("cannot start a process");
    }
    if (pid_ == 0) {
        ::close(ends[0]);
        dieWithParent(parent);
        runChild(body, ends[1]);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
}

Child::~Child() {
    ::close(pipe_);
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::optional<std::string> Child::readLine() {
    for (;;) {
        if (const auto end = received_.find('\n'); end != std::string::npos) {
            const std::string line = received_.substr(0, end);
            received_.erase(0, end + 1);
            if (!line.starts_with(kError)) return line;
            throw std::runtime_error(line.substr(kError.size()));
        }
        char bytes[4096];
        const ssize_t count = ::read(pipe_, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("cannot read from the child process");
        if (count == 0) {
            reap();
            return {};
        }
        received_.append(bytes, static_cast<std::size_t>(count));
    }
}

void Child::reap() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    if (WIFSIGNALED(status)) {
        throw std::runtime_error("its process died of signal " +
                                 std::to_string(WTERMSIG(status)) + " (" +
                                 ::strsignal(WTERMSIG(status)) + ")");
    }
    if (WEXITSTATUS(status) != 0) {
        throw std::runtime_error("its process ended with exit code " +
                                 std::to_string(WEXITSTATUS(status)));
    }
}
