#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

#ifdef __APPLE__
extern char** environ;  // which its headers do not declare
#endif

namespace untwist::tools {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
    int reading = -1;  // never blocks
    int writing = -1;
};

// A handler may only do what is safe at any instant: it notes the signal, and
// writes a byte that wakes poll.
Pipe wakeUp;
volatile std::sig_atomic_t interruptedBy = 0;

void onSignal(int number) {
    const int saved = errno;
    if (number == SIGPIPE) _exit(0);
    if (number != SIGCHLD) interruptedBy = number;
    [[maybe_unused]] const auto written = write(wakeUp.writing, "", 1);
    errno = saved;
}

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

Pipe makePipe() {
    std::array<int, 2> ends;
    if (pipe(ends.data()) != 0) fail("cannot make a pipe", errno);
    for (const int end : ends) fcntl(end, F_SETFD, FD_CLOEXEC);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return {ends[0], ends[1]};
}

std::vector<char*> pointers(const Argv& argv) {
    std::vector<char*> list;
    for (const std::string& word : argv)
        list.push_back(const_cast<char*>(word.c_str()));
    list.push_back(nullptr);
    return list;
}

// Sleeps until `output` (unless -1) has bytes, a signal comes, or `most` is
// over.
void waitForNews(int output, std::chrono::milliseconds most) {
    std::array<pollfd, 2> watched{
        {{wakeUp.reading, POLLIN, 0}, {output, POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), static_cast<int>(most.count()));
    std::array<char, 64> bytes;
    while (read(wakeUp.reading, bytes.data(), bytes.size()) > 0) {
    }
}

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

  private:
    int fd_;
};

// A child in a process group of its own, so that one signal reaches all that
// it starts. Its standard input is empty.
class Child {
  public:
    // With `output` >= 0, standard output and standard error go there.
    Child(const Argv& argv, int output);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // The exit code, once it has ended.
    std::optional<int> poll();

  private:
    pid_t pid_ = -1;
    std::optional<int> exitCode_;
};

Child::Child(const Argv& argv, int output) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null",
                                     O_RDONLY, 0);
    if (output >= 0) {
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    }
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int error = posix_spawnp(&pid_, argv.front().c_str(), &files,
                                   &attributes, pointers(argv).data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) fail("cannot start " + argv.front(), error);
}

std::optional<int> Child::poll() {
    int status = 0;
    if (!exitCode_ && waitpid(pid_, &status, WNOHANG) == pid_)
        exitCode_ =
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return exitCode_;
}

// Left early: asks the group to end, as Ctrl-C does, then kills what is left.
Child::~Child() {
    if (exitCode_) return;
    kill(-pid_, SIGINT);
    const auto deadline = Clock::now() + std::chrono::seconds(2);
    while (!poll() && Clock::now() < deadline)
        waitForNews(-1, std::chrono::milliseconds(100));
    kill(-pid_, SIGKILL);
    if (!exitCode_) waitpid(pid_, nullptr, 0);
}

// Hands on what has come so far. False at the end of the output.
bool drain(int output, const std::function<void(std::string_view)>& onOutput) {
    std::array<char, 4096> bytes;
    for (;;) {
        const ssize_t count = read(output, bytes.data(), bytes.size());
        if (count == 0) return false;
        if (count < 0) return errno == EAGAIN || errno == EINTR;
        onOutput({bytes.data(), static_cast<std::size_t>(count)});
    }
}

std::optional<int> await(Child& child, int output,
                         const std::function<void(std::string_view)>& onOutput,
                         Clock::time_point deadline) {
    for (;;) {
        const std::optional<int> exitCode = child.poll();
        if (output >= 0 && !drain(output, onOutput)) output = -1;
        if (exitCode) return exitCode;
        checkInterrupted();
        if (onOutput) onOutput({});
        if (Clock::now() >= deadline) return std::nullopt;
        waitForNews(output, std::chrono::milliseconds(500));
    }
}

}  // namespace

void watchSignals() {
    wakeUp = makePipe();
    fcntl(wakeUp.writing, F_SETFL, O_NONBLOCK);
    struct sigaction action {};
    action.sa_handler = onSignal;
    for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGPIPE})
        sigaction(number, &action, nullptr);
}

void checkInterrupted() {
    const int number = interruptedBy;
    interruptedBy = 0;
    if (number != 0) throw Interrupted{number};
}

int capture(const Argv& argv,
            const std::function<void(std::string_view)>& onOutput) {
    const Pipe output = makePipe();
    const Descriptor reading(output.reading);
    std::optional<Descriptor> writing(std::in_place, output.writing);
    Child child(argv, output.writing);
    writing.reset();  // the child's copy alone keeps the pipe open
    // Without a deadline there is always an exit code.
    return await(child, output.reading, onOutput, Clock::time_point::max())
        .value_or(1);
}

std::optional<int> runWithin(const Argv& argv, std::chrono::seconds limit) {
    Child child(argv, -1);
    return await(child, -1, {}, Clock::now() + limit);
}

void become(const Argv& argv) {
    execvp(argv.front().c_str(), pointers(argv).data());
    fail("cannot start " + argv.front(), errno);
}

}  // namespace untwist::tools
