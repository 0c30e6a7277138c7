// What can be counted exactly: a server's system calls, its instructions and
// its allocations. Each is counted in a run of its own, since counting slows
// the server down. Linux, with strace and valgrind.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/program.hpp"

namespace untwist::meters {

using Counts = std::map<std::string, std::uint64_t>;  // by name

std::uint64_t sum(const Counts& counts);

// A program's path, looked up in PATH; none if it is not installed.
std::optional<std::string> findProgram(const std::string& name);

// A new file, for as long as this lives.
class TemporaryFile {
  public:
    TemporaryFile();
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

// The system calls of a running process, with strace.
class SystemCalls {
  public:
    explicit SystemCalls(pid_t process);  // counts from here
    Counts stop();

    static bool available() { return findProgram("strace").has_value(); }

  private:
    TemporaryFile report_;
    support::Program strace_;
};

// A program under valgrind, which counts the instructions that it runs in user
// space: slowly, but exactly, and by function.
class Instructions {
  public:
    explicit Instructions(const std::vector<std::string>& argv);
    ~Instructions();

    support::Program& program() { return program_; }
    void zero() { command("zero"); }  // counts from here
    Counts read();                    // since zero(), or the last read()

    static bool available() { return findProgram("valgrind").has_value(); }

  private:
    void command(const std::string& name);

    TemporaryFile report_;
    int reports_ = 0;
    support::Program program_;
};

// How often a program allocates: with `library` (bench-allocations) loaded
// before its own, it counts into a file that both of us have mapped.
class Allocations {
  public:
    explicit Allocations(std::string library);
    ~Allocations();
    Allocations(const Allocations&) = delete;
    Allocations& operator=(const Allocations&) = delete;

    std::vector<std::string> environment() const;  // for the program
    std::uint64_t read() const;

  private:
    std::string library_;
    TemporaryFile file_;
    std::uint64_t* counter_ = nullptr;
};

}  // namespace untwist::meters
