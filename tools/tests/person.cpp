#include "person.hpp"

#include <fcntl.h>
#include <poll.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace untwist::tools {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kGlance{50};

winsize sizeOf(std::size_t columns, std::size_t rows) {
    winsize size{};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    return size;
}

}  // namespace

Person::Person(std::vector<std::string> argv,
               std::vector<std::string> environment, std::size_t columns,
               std::size_t rows)
    : screen_(columns, rows) {
    std::vector<char*> words;
    for (std::string& word : argv) words.push_back(word.data());
    words.push_back(nullptr);
    winsize size = sizeOf(columns, rows);
    pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ < 0) throw std::runtime_error("no terminal can be made");
    if (pid_ > 0) {
        // While we have it open it keeps the mode in which it was left.
        held_ = open(ptsname(terminal_), O_RDWR | O_NOCTTY | O_CLOEXEC);
        return;
    }
    setenv("TERM", "xterm", 1);
    for (std::string& entry : environment) putenv(entry.data());
    execvp(words.front(), words.data());
    _exit(127);
}

Person::~Person() {
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    close(held_);
    close(terminal_);
}

void Person::types(const std::string& keys) const {
    if (write(terminal_, keys.data(), keys.size()) < 0)
        throw std::runtime_error("the terminal is gone");
}

void Person::resizes(std::size_t columns, std::size_t rows) {
    screen_.resize(columns, rows);
    const winsize size = sizeOf(columns, rows);
    ioctl(terminal_, TIOCSWINSZ, &size);  // this sends SIGWINCH
}

void Person::signals(int number) const { kill(pid_, number); }

// Whether something came in that time.
bool Person::read(std::chrono::milliseconds time) {
    pollfd polled{terminal_, POLLIN, 0};
    if (poll(&polled, 1, static_cast<int>(time.count())) <= 0) return false;
    std::array<char, 4096> bytes;
    const ssize_t count = ::read(terminal_, bytes.data(), bytes.size());
    if (count <= 0) return false;
    screen_.write({bytes.data(), static_cast<std::size_t>(count)});
    return true;
}

void Person::sees(const std::string& text) {
    const auto deadline = Clock::now() + patience;
    while (screen().find(text) == std::string::npos) {
        read(kGlance);
        if (Clock::now() < deadline) continue;
        throw std::runtime_error("no \"" + text + "\" on the screen:\n" +
                                 screen());
    }
}

int Person::seesTheEnd() {
    const auto deadline = Clock::now() + patience;
    int status = 0;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
        read(kGlance);
        if (Clock::now() >= deadline)
            throw std::runtime_error("it does not end:\n" + screen());
    }
    pid_ = -1;
    while (read(std::chrono::milliseconds(0))) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool Person::terminalIsAsItWas() const {
    termios mode{};
    tcgetattr(terminal_, &mode);
    return (mode.c_lflag & ICANON) != 0 && (mode.c_lflag & ECHO) != 0;
}

}  // namespace untwist::tools
