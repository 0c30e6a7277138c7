// What a reactor can do, in parts: real and fake ones implement the same.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "untwist/address.hpp"
#include "untwist/deferred.hpp"
#include "untwist/delayed_call.hpp"
#include "untwist/descriptor.hpp"
#include "untwist/duration.hpp"
#include "untwist/factory.hpp"
#include "untwist/function.hpp"
#include "untwist/process.hpp"
#include "untwist/udp.hpp"

namespace untwist {

// Time (Twisted's IReactorTime). Take one of these instead of a Reactor and a
// testing::Clock can stand in for it.
class IReactorTime {
  public:
    virtual ~IReactorTime() = default;

    // Now, counted from some fixed moment; never goes back.
    virtual Duration seconds() const = 0;

    // Calls `call` once, `delay` from now. Calls due at the same time run in
    // the order they were scheduled. Throws std::invalid_argument if `delay`
    // is negative. What `call` throws is logged.
    virtual DelayedCall callLater(Duration delay, Callback call) = 0;

    virtual std::vector<DelayedCall> getDelayedCalls() const = 0;
};

// What a system event trigger may return: nothing, or something to wait for.
using Trigger = Function<std::optional<Deferred<void>>()>;

// Names a trigger, to remove it.
struct TriggerId {
    std::uint64_t value = 0;
};

// Starting, stopping and what happens around them (Twisted's IReactorCore).
class IReactorCore {
  public:
    virtual ~IReactorCore() = default;

    // Runs until stop() or crash(). Throws error::ReactorAlreadyRunning inside
    // a run, error::ReactorNotRestartable after a stop(); nothing else.
    virtual void run() = 0;

    // Ends run(): shutdown triggers run, every connection gets its
    // connectionLost, then run() returns. Asynchronous. Throws
    // error::ReactorNotRunning if the reactor is not running or is stopping.
    virtual void stop() = 0;

    // Ends run() after this iteration and does nothing else. run() may be
    // called again.
    virtual void crash() = 0;

    virtual bool running() const = 0;

    // Calls `call` when the reactor starts; at once, if it runs.
    virtual void callWhenRunning(Callback call) = 0;

    // Calls `call` in a phase ("before", "during", "after") of an event
    // ("startup", "shutdown", or one of your own). Only "before" triggers may
    // return a Deferred<void>; "during" waits for all of those. Throws
    // std::invalid_argument for another phase.
    template <class F>
    TriggerId addSystemEventTrigger(std::string_view phase,
                                    std::string_view event, F call) {
        if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
            return addTrigger(phase, event, [call = std::move(call)]() mutable {
                call();
                return std::optional<Deferred<void>>();
            });
        } else {
            return addTrigger(phase, event, std::move(call));
        }
    }

    // Throws std::invalid_argument if it was removed before or has run.
    virtual void removeSystemEventTrigger(TriggerId trigger) = 0;

    virtual void fireSystemEvent(std::string_view event) = 0;

  private:
    virtual TriggerId addTrigger(std::string_view phase, std::string_view event,
                                 Trigger call) = 0;
};

// The one call that other threads may make (IReactorFromThreads).
class IReactorFromThreads {
  public:
    virtual ~IReactorFromThreads() = default;

    // Calls `call` on the reactor's thread, in its next turn, in order. From
    // any thread, also before run().
    virtual void callFromThread(Callback call) = 0;
};

struct ListenOptions {
    // The local address to listen on. "0.0.0.0" is every IPv4 address of this
    // machine, "::" every IPv6 one. Twisted's default is all; ours is this
    // machine alone, so that a learner's server is not open to the network.
    std::string host = "127.0.0.1";

    // Connections the kernel holds until they are accepted.
    int backlog = 128;

    // Stop reading from a connection while more than 64 KiB of its own output
    // wait to be sent (not in Twisted). false: buffer without bound.
    bool boundedOutput = true;

    // Share the port with other listeners that ask for the same, in this
    // process or another of the same user (SO_REUSEPORT; not in Twisted). On
    // Linux the kernel then deals the connections out among them: one reactor
    // on each core can serve one port. Elsewhere one of them may get them all.
    bool sharePort = false;
};

struct ConnectOptions {
    Duration timeout = std::chrono::seconds(30);  // zero: wait for ever
    std::string bindHost = {};                    // the local end; "" is any
    std::uint16_t bindPort = 0;
    bool boundedOutput = true;  // as in ListenOptions
};

// A listening socket (Twisted's IListeningPort).
class Port {
  public:
    virtual ~Port() = default;

    // Listens again after stopListening. Throws error::CannotListenError.
    virtual void startListening() = 0;

    // Accepts no more; connections that are there live on. The Deferred fires
    // later, when the port is closed and its factory stopped; fails if
    // stopFactory throws. May be called again.
    virtual Deferred<void> stopListening() = 0;

    virtual Address getHost() const = 0;  // with the real port for port 0
};

// One destination, and the attempts to reach it (Twisted's IConnector). The
// reactor keeps it alive while an attempt or a connection lasts; who wants to
// connect() again later than that keeps its shared_from_this().
class Connector : public std::enable_shared_from_this<Connector> {
  public:
    virtual ~Connector() = default;

    // Tries (again). Throws std::logic_error unless disconnected.
    virtual void connect() = 0;

    // Gives the attempt up: clientConnectionFailed is called, with UserError,
    // before this returns. Throws error::NotConnectingError.
    virtual void stopConnecting() = 0;

    virtual void disconnect() = 0;  // stops an attempt or loses a connection

    enum class State { disconnected, connecting, connected };
    virtual State state() const = 0;

    struct Destination {
        std::string host;
        std::uint16_t port;
    };
    virtual Destination getDestination() const = 0;
};

// TCP servers and clients (Twisted's IReactorTCP).
class IReactorTCP {
  public:
    virtual ~IReactorTCP() = default;

    // Listens on `port` (0: the kernel picks one, see getHost). Throws
    // error::CannotListenError. The reactor keeps the port open; the returned
    // handle may be dropped.
    virtual std::shared_ptr<Port> listenTCP(std::uint16_t port,
                                            std::shared_ptr<Factory> factory,
                                            ListenOptions options = {}) = 0;

    // Connects to `host`, a name or an address; each of its addresses is tried
    // in turn. How it went is told to the factory, later.
    virtual std::shared_ptr<Connector> connectTCP(
        std::string host, std::uint16_t port,
        std::shared_ptr<ClientFactory> factory,
        ConnectOptions options = {}) = 0;
};

struct UDPOptions {
    // The local address, as in ListenOptions. To receive multicast: the
    // group's own address, or "0.0.0.0" or "::".
    std::string host = "127.0.0.1";

    // Longer datagrams lose their end, silently (Twisted's default and habit).
    std::size_t maxPacketSize = 8192;

    // Share the port with other sockets that ask for the same, so that several
    // programs on one machine can receive a multicast group.
    bool listenMultiple = false;
};

// An open UDP port. As in Twisted it is the same object that its protocol has
// as its transport.
class UDPPort : public UDPTransport {
  public:
    // Opens it again once stopListening's Deferred has fired. Throws
    // error::CannotListenError.
    virtual void startListening() = 0;
};

// UDP (Twisted's IReactorUDP).
class IReactorUDP {
  public:
    virtual ~IReactorUDP() = default;

    // Opens `port` (0: the kernel picks one, see getHost) and starts
    // `protocol` before it returns. Throws error::CannotListenError, and what
    // startProtocol throws. The reactor keeps the port open; the returned
    // handle may be dropped. Twisted's listenMulticast is this too: any port
    // can join groups.
    virtual std::shared_ptr<UDPPort> listenUDP(
        std::uint16_t port, std::shared_ptr<DatagramProtocol> protocol,
        UDPOptions options = {}) = 0;
};

// Any file descriptor as a source of events (Twisted's IReactorFDSet).
class IReactorFDSet {
  public:
    virtual ~IReactorFDSet() = default;

    // Calls doRead, or doWrite, in each turn of the loop that finds the
    // descriptor ready, until it is removed or lost; keeps it alive until
    // then. What they throw is logged and is the reason it is lost for.
    // Whether the descriptor blocks is not changed. Remove it before you close
    // it. Adding it again does nothing. Throws std::system_error if there is
    // no waiting for it: a file, or a device such as /dev/null, is always
    // ready.
    virtual void addReader(std::shared_ptr<IReadDescriptor> reader) = 0;
    virtual void addWriter(std::shared_ptr<IWriteDescriptor> writer) = 0;

    // No more doRead, or doWrite, from now on, and no connectionLost once
    // neither is to come. Removing what is not there does nothing.
    virtual void removeReader(const IReadDescriptor& reader) = 0;
    virtual void removeWriter(const IWriteDescriptor& writer) = 0;

    virtual std::vector<std::shared_ptr<IReadDescriptor>> getReaders()
        const = 0;
    virtual std::vector<std::shared_ptr<IWriteDescriptor>> getWriters()
        const = 0;
};

// Child processes (Twisted's IReactorProcess).
class IReactorProcess {
  public:
    virtual ~IReactorProcess() = default;

    // Starts `executable`, looked up in the PATH if it has no slash. `args`
    // are all its arguments, its own name first. It inherits no descriptor but
    // those that the options name, and no signal handling. Throws
    // std::system_error if it cannot be started (Twisted's child would end
    // with exit code 1), std::invalid_argument for options that cannot be.
    //
    // Stopping the reactor closes the pipes and leaves the child running, as
    // in Twisted: processEnded is not called unless it has ended. To wait for
    // it, return a Deferred from a "before" "shutdown" trigger.
    virtual std::shared_ptr<ProcessTransport> spawnProcess(
        std::shared_ptr<ProcessProtocol> protocol, std::string executable,
        std::vector<std::string> args, SpawnOptions options = {}) = 0;
};

}  // namespace untwist
