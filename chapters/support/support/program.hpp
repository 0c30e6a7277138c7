// For tests: a chapter's program, started as a user would, and a plain
// blocking client to talk to it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/types.h>

namespace untwist::support {

// How long a test waits before it gives up. Nothing waits this long unless
// something is broken.
inline constexpr std::chrono::seconds kPatience{20};

// A child process. The destructor kills it and everything it started.
class Program {
  public:
    // argv[0] is a path. Throws std::runtime_error if it cannot be started.
    // Standard output and standard error are captured apart; standard input
    // is empty. `environment` holds "NAME=value" entries that replace or add.
    // `descriptorLimit` sets RLIMIT_NOFILE in the child.
    explicit Program(std::vector<std::string> argv,
                     const std::vector<std::string>& environment = {},
                     std::optional<rlim_t> descriptorLimit = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // The next line of standard output, without its newline. Throws
    // std::runtime_error (with what came so far) at the end of the output or
    // after kPatience.
    std::string readLine();

    // Reads lines until one contains `text`; returns that line.
    std::string readUntil(const std::string& text);

    // Waits until standard error contains `text`.
    void readErrorsUntil(const std::string& text);

    // The port in the first line that says "... 127.0.0.1:PORT" or
    // "[::1]:PORT".
    std::uint16_t readPort();

    // Reads no more of standard output, as `| head -1` does when it has had
    // its line: the program's next write there fails.
    void closeOutput();

    void signal(int number);

    // Waits for the end. The exit code, or 128 + the signal that killed it.
    int wait();

    // All that came, as far as it has been read; after wait(), all of it.
    const std::string& output() const { return output_; }
    const std::string& errors() const { return errors_; }
    pid_t pid() const { return pid_; }

  private:
    using Deadline = std::chrono::steady_clock::time_point;

    void pump(Deadline deadline);
    [[noreturn]] void giveUp(const std::string& what) const;

    std::string name_;
    pid_t pid_ = -1;
    int outputFd_ = -1;
    int errorsFd_ = -1;
    std::string output_;
    std::string errors_;
    std::size_t read_ = 0;  // how much of output_ readLine has handed out
    std::optional<int> exitCode_;
};

// A blocking TCP connection to a server on this machine. Every call throws
// std::runtime_error on an error, and after kPatience.
class Client {
  public:
    explicit Client(std::uint16_t port, const std::string& host = "127.0.0.1");
    ~Client();
    Client(Client&& other) noexcept;
    Client& operator=(Client&& other) = delete;

    void send(const std::string& bytes);
    std::string receive(std::size_t bytes);  // exactly that many
    std::string receiveAll();                // until the end; throws on reset
    bool hasBytes() const;  // there is something to receive now
    bool isReset();         // waits for the end: true if it was a reset
    void closeWriting();    // half-close
    void close();
    void reset();  // close with RST
    int fd() const { return fd_; }

  private:
    int fd_ = -1;
};

}  // namespace untwist::support
