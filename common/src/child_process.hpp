// A running child process, and how we learn that it has ended.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "process_pipe.hpp"
#include "reactor_impl.hpp"
#include "signals.hpp"
#include "spawn.hpp"
#include "untwist/process.hpp"

namespace untwist {

// The registry owns it until its protocol has been told the end; it owns the
// protocol; the protocol owns it as its transport. That cycle is cut in
// endIfOver(), or when the reactor stops.
class ChildProcess final : public ProcessTransport,
                           public Registered,
                           public std::enable_shared_from_this<ChildProcess> {
  public:
    ChildProcess(ReactorImpl& reactor,
                 std::shared_ptr<ProcessProtocol> protocol)
        : reactor_(reactor),
          protocol_(std::move(protocol)),
          id_(reactor.nextConnectionId()) {}

    void start(std::string executable, std::vector<std::string> args,
               SpawnOptions options);

    // If it has ended: takes note, and lets the system forget it.
    void reap();

    // For its pipes. False if the protocol would rather not have had that.
    bool received(int childFD, Bytes data);
    void pipeLost(int childFD);

    void reactorStopped(const Failure& reason) override;

    std::optional<int> pid() const override;
    void write(Bytes data) override;
    void writeToChild(int childFD, Bytes data) override;
    void closeChildFD(int childFD) override;
    void closeStdin() override { closeChildFD(0); }
    void closeStdout() override { closeChildFD(1); }
    void closeStderr() override { closeChildFD(2); }
    void loseConnection() override;
    void pauseProducing() override;
    void resumeProducing() override;
    void signalProcess(std::string_view name) override;
    void signalProcess(int number) override;

  private:
    void endIfOver();

    template <class F>
    bool callProtocol(const char* what, F&& function);

    ReactorImpl& reactor_;
    std::shared_ptr<ProcessProtocol> protocol_;  // null once told the end
    std::uint64_t id_;
    std::map<int, std::shared_ptr<ProcessPipe>> pipes_;  // by childFD
    int pid_ = -1;  // -1 before it is there and after it was reaped
    bool ownGroup_ = false;
    bool terminal_ = false;
    std::optional<Failure> ended_;  // how; set when it has
};

// The children of one reactor. SIGCHLD tells of them: unlike a pidfd it is
// there on every system, and one handler serves all of them.
class Children {
  public:
    explicit Children(asio::io_context& io);

    void add(const std::shared_ptr<ChildProcess>& child);
    void remove(const ChildProcess& child);

  private:
    void reapAll();

    std::vector<std::shared_ptr<ChildProcess>> running_;
    SignalWatch ended_;
};

}  // namespace untwist
