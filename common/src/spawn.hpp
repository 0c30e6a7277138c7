// Starting a program: fork and exec, with all that must happen in between.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace untwist {

// A descriptor that is closed at its end, and that no child inherits.
class UniqueFd {
  public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : fd_(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept;
    ~UniqueFd() { reset(); }

    int get() const { return fd_; }
    int release();
    void reset();

  private:
    int fd_ = -1;
};

struct Pipe {
    UniqueFd reading;
    UniqueFd writing;
};
Pipe makePipe();  // throws std::system_error

// A new terminal: the end of who types and looks, and that of the program.
struct PseudoTerminal {
    UniqueFd ours;
    UniqueFd child;
};
PseudoTerminal makePseudoTerminal();  // throws std::system_error

// All that a child does before it becomes another program.
struct Launch {
    std::string executable;
    std::vector<std::string> args;
    std::vector<std::string> env;
    std::string path;  // "": stay in this folder

    // The child has at `to` what we have at `from`, and nothing else.
    struct Mapping {
        int from;
        int to;
    };
    std::vector<Mapping> descriptors;

    bool newSession = false;  // and descriptor 0 is its terminal
    bool ownGroup = false;
    std::uint64_t addressSpaceLimit = 0;  // 0: ours
    std::uint64_t descriptorLimit = 0;
};

// The child's pid, once it runs the program. Throws std::system_error if that
// was not to be; there is then no child. Throws std::invalid_argument for a
// null byte in what it is given.
int spawn(const Launch& launch);

}  // namespace untwist
