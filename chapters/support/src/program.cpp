// Starts a program on two pipes, and reads them with poll so that a program
// that writes much to one never waits for the other.
#include "support/program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <regex>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#ifdef __APPLE__
extern char** environ;  // no header of theirs declares it
#endif

namespace untwist::support {

namespace {

using std::chrono::steady_clock;

// Both ends close by themselves in whatever the child starts.
struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) < 0) {
            throw std::system_error(errno, std::generic_category(), "pipe");
        }
        read = ends[0];
        write = ends[1];
        ::fcntl(read, F_SETFD, FD_CLOEXEC);
        ::fcntl(write, F_SETFD, FD_CLOEXEC);
    }

    int read;
    int write;
};

std::vector<std::string> environmentWith(
    const std::vector<std::string>& replaced) {
    std::vector<std::string> all = replaced;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view old = *entry;
        const auto name = old.substr(0, old.find('=') + 1);
        bool keep = true;
        for (const auto& added : replaced) {
            if (added.starts_with(name)) keep = false;
        }
        if (keep) all.emplace_back(old);
    }
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> result;
    result.reserve(strings.size() + 1);
    for (auto& string : strings) result.push_back(string.data());
    result.push_back(nullptr);
    return result;
}

struct Child {
    char** argv;
    char** environment;
    int output;
    int errors;
    int complaint;  // gets errno if the program cannot be started
    std::optional<rlim_t> descriptorLimit;
};

// Between fork and exec: system calls alone.
[[noreturn]] void become(const Child& child) {
    ::setpgid(0, 0);
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that dies takes it along
#endif
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(child.output, STDOUT_FILENO);
    ::dup2(child.errors, STDERR_FILENO);
    if (nothing > STDERR_FILENO) ::close(nothing);
    if (child.descriptorLimit) {
        const rlimit limit{*child.descriptorLimit, *child.descriptorLimit};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    ::execve(child.argv[0], child.argv, child.environment);
    const int error = errno;
    static_cast<void>(!::write(child.complaint, &error, sizeof error));
    ::_exit(127);
}

// Appends what is there. False at the end of the pipe.
bool drain(int fd, std::string& into) {
    std::array<char, 65536> buffer;
    const auto size = ::read(fd, buffer.data(), buffer.size());
    if (size > 0) into.append(buffer.data(), static_cast<std::size_t>(size));
    return size > 0 || (size < 0 && (errno == EINTR || errno == EAGAIN));
}

void closeFd(int& fd) {
    if (fd >= 0) ::close(std::exchange(fd, -1));
}

}  // namespace

Program::Program(std::vector<std::string> argv,
                 const std::vector<std::string>& environment,
                 std::optional<rlim_t> descriptorLimit)
    : name_(argv.at(0)) {
    auto variables = environmentWith(environment);
    const auto argvPointers = pointers(argv);
    const auto variablePointers = pointers(variables);
    const Pipe output;
    const Pipe errors;
    const Pipe complaint;
    outputFd_ = output.read;
    errorsFd_ = errors.read;

    pid_ = ::fork();
    if (pid_ == 0) {
        become({const_cast<char**>(argvPointers.data()),
                const_cast<char**>(variablePointers.data()), output.write,
                errors.write, complaint.write, descriptorLimit});
    }
    ::close(output.write);
    ::close(errors.write);
    ::close(complaint.write);
    int error = pid_ < 0 ? errno : 0;
    static_cast<void>(!::read(complaint.read, &error, sizeof error));
    ::close(complaint.read);
    if (error != 0) {
        closeFd(outputFd_);
        closeFd(errorsFd_);
        if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
        throw std::runtime_error("cannot start " + name_ + ": " +
                                 std::strerror(error));
    }
}

Program::~Program() {
    closeFd(outputFd_);
    closeFd(errorsFd_);
    ::kill(-pid_, SIGKILL);
    if (!exitCode_) ::waitpid(pid_, nullptr, 0);
}

void Program::giveUp(const std::string& what) const {
    throw std::runtime_error(name_ + " " + what + "; standard output:\n" +
                             output_ + "standard error:\n" + errors_);
}

void Program::pump(Deadline deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - steady_clock::now());
    if (left.count() <= 0) giveUp("said nothing for too long");
    std::array<pollfd, 2> both{
        {{outputFd_, POLLIN, 0}, {errorsFd_, POLLIN, 0}}};
    if (::poll(both.data(), both.size(), static_cast<int>(left.count())) <= 0) {
        return;
    }
    if (both[0].revents && !drain(outputFd_, output_)) closeFd(outputFd_);
    if (both[1].revents && !drain(errorsFd_, errors_)) closeFd(errorsFd_);
}

std::string Program::readLine() {
    const auto deadline = steady_clock::now() + kPatience;
    std::size_t end;
    while ((end = output_.find('\n', read_)) == std::string::npos) {
        if (outputFd_ < 0) giveUp("ended its output");
        pump(deadline);
    }
    auto line = output_.substr(read_, end - read_);
    read_ = end + 1;
    return line;
}

std::string Program::readUntil(const std::string& text) {
    for (;;) {
        auto line = readLine();
        if (line.find(text) != std::string::npos) return line;
    }
}

void Program::readErrorsUntil(const std::string& text) {
    const auto deadline = steady_clock::now() + kPatience;
    while (errors_.find(text) == std::string::npos) {
        if (errorsFd_ < 0) giveUp("ended without saying \"" + text + "\"");
        pump(deadline);
    }
}

std::uint16_t Program::readPort() {
    static const std::regex address(R"((127\.0\.0\.1|\[::1\]):(\d+))");
    std::smatch match;
    for (;;) {
        const auto line = readLine();
        if (std::regex_search(line, match, address)) {
            return static_cast<std::uint16_t>(std::stoul(match[2]));
        }
    }
}

void Program::closeOutput() { closeFd(outputFd_); }

void Program::signal(int number) {
    if (!exitCode_) ::kill(pid_, number);
}

int Program::wait() {
    if (exitCode_) return *exitCode_;
    const auto deadline = steady_clock::now() + kPatience;
    while (outputFd_ >= 0 || errorsFd_ >= 0) pump(deadline);
    // The pipes are closed: it is ending, or is about to.
    int status = 0;
    while (::waitpid(pid_, &status, WNOHANG) == 0) {
        if (steady_clock::now() > deadline) giveUp("does not end");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    exitCode_ =
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return *exitCode_;
}

}  // namespace untwist::support
