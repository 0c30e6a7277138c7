// A child process, and the pipe on which it reports.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

// Runs a function in a process of its own: what it costs in memory, processor
// time and context switches is then its own too. Make one only while this
// process has a single thread. The child never outlives its parent on Linux.
class Child {
  public:
    // What the body calls to send a line to the parent.
    using Report = std::function<void(const std::string& line)>;

    // The child ends when `body` returns.
    explicit Child(const std::function<void(const Report&)>& body);
    ~Child();  // kills it if it still runs
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // The next line that the child reported; none once it has ended well.
    // Throws std::runtime_error with what the body threw, or with how the
    // child died.
    std::optional<std::string> readLine();

    pid_t pid() const { return pid_; }

  private:
    void reap();

    pid_t pid_ = -1;
    int pipe_ = -1;
    std::string received_;
};
