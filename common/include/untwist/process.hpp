// Other programs, started and talked to like connections.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "untwist/bytes.hpp"
#include "untwist/failure.hpp"

namespace untwist {

// What a child process finds at one of its descriptors. Those that are not
// named in SpawnOptions are closed in the child.
struct ChildFD {
    enum class Kind { weRead, weWrite, null, same, ours };

    int number;  // in the child: 0 is its standard input
    Kind kind;
    int other = -1;

    // A pipe that we read from, or write to (Twisted's "r" and "w").
    static constexpr ChildFD read(int number) { return {number, Kind::weRead}; }
    static constexpr ChildFD write(int number) {
        return {number, Kind::weWrite};
    }
    // Nothing: /dev/null.
    static constexpr ChildFD null(int number) { return {number, Kind::null}; }
    // What an earlier one of the list leads to: same(2, 1) is the shell's 2>&1.
    static constexpr ChildFD same(int number, int earlier) {
        return {number, Kind::same, earlier};
    }
    // A descriptor of this program.
    static constexpr ChildFD ours(int number, int descriptor) {
        return {number, Kind::ours, descriptor};
    }
};

struct SpawnOptions {
    // Its whole environment, as "NAME=value". Not given: ours. (In Twisted
    // that is an empty one.)
    std::optional<std::vector<std::string>> env = {};

    std::string path = {};  // the folder it starts in; "": ours

    std::vector<ChildFD> childFDs = {ChildFD::write(0), ChildFD::read(1),
                                     ChildFD::read(2)};

    // Instead of childFDs, 0 to 2 are a terminal of its own. What it prints
    // there goes to outReceived.
    bool usePTY = false;

    // Makes it the head of a process group, which also holds what it starts
    // in its turn; signalProcess then signals all of them.
    bool ownGroup = false;

    // The most it may have (setrlimit): bytes of address space, open
    // descriptors. 0: as many as we.
    std::uint64_t addressSpaceLimit = 0;
    std::uint64_t descriptorLimit = 0;
};

// A running child process (Twisted's IProcessTransport). Once a pipe is
// closed, what concerns it does nothing. Nothing here calls the protocol
// inside itself.
class ProcessTransport {
  public:
    ProcessTransport() = default;
    ProcessTransport(const ProcessTransport&) = delete;
    ProcessTransport& operator=(const ProcessTransport&) = delete;
    virtual ~ProcessTransport() = default;

    // None from when processExited has been called: the system may then give
    // the number to another process.
    virtual std::optional<int> pid() const = 0;

    // Queues bytes for its standard input. Never blocks, keeps order.
    virtual void write(Bytes data) = 0;
    // The same, to another of its descriptors. Throws std::invalid_argument
    // if there was never a pipe to write to.
    virtual void writeToChild(int childFD, Bytes data) = 0;

    // Close our end of the pipe: one that we write to when all is written, one
    // that we read from at once; the child's next write there fails. They do
    // nothing to a terminal.
    virtual void closeChildFD(int childFD) = 0;
    virtual void closeStdin() = 0;
    virtual void closeStdout() = 0;
    virtual void closeStderr() = 0;
    // All of them, or the terminal. Most programs then end.
    virtual void loseConnection() = 0;

    // Stops and restarts reading from it; a child that writes on has to wait.
    virtual void pauseProducing() = 0;
    virtual void resumeProducing() = 0;

    // Sends "HUP", "INT", "KILL", "STOP" or "TERM", or a signal by its number;
    // to the whole group, if ownGroup. Throws error::ProcessExitedAlready once
    // it is known to have ended; with ownGroup, only after processExited,
    // which can so end what the child left behind. Throws
    // std::invalid_argument for another name, and std::system_error.
    virtual void signalProcess(std::string_view name) = 0;
    virtual void signalProcess(int number) = 0;
};

// What you write: how to deal with one child process (Twisted's
// ProcessProtocol). The reactor keeps it alive until processEnded. What these
// throw is logged; if it was told of data, that pipe is closed.
class ProcessProtocol : public std::enable_shared_from_this<ProcessProtocol> {
  public:
    ProcessProtocol() = default;
    ProcessProtocol(const ProcessProtocol&) = delete;
    ProcessProtocol& operator=(const ProcessProtocol&) = delete;
    virtual ~ProcessProtocol() = default;

    // The child runs: transport() works from here on. Called inside
    // spawnProcess.
    virtual void connectionMade() {}

    // Some bytes that it wrote to its standard output, or standard error.
    virtual void outReceived(Bytes /*data*/) {}
    virtual void errReceived(Bytes /*data*/) {}

    // That pipe is closed, by the child or by us.
    virtual void inConnectionLost() {}
    virtual void outConnectionLost() {}
    virtual void errConnectionLost() {}

    // The child has ended; there may be output of it to come. The reason is
    // error::ProcessDone if it returned 0, else error::ProcessTerminated.
    virtual void processExited(const Failure& /*reason*/) {}

    // It has ended and all pipes are closed: the last call, and the only one.
    // Something else that holds a pipe open, such as a program that the child
    // started and left behind, delays it.
    virtual void processEnded(const Failure& /*reason*/) {}

    // The above for descriptors 0 to 2 come through these; override them for
    // others.
    virtual void childDataReceived(int childFD, Bytes data);
    virtual void childConnectionLost(int childFD);

    // The child. Throws std::logic_error before connectionMade.
    ProcessTransport& transport() const;

    // Sets transport(), then calls connectionMade. The reactor calls it, once;
    // so do tests.
    void makeConnection(std::shared_ptr<ProcessTransport> transport);

  private:
    std::shared_ptr<ProcessTransport> transport_;
};

}  // namespace untwist
