// The reactor: one thread that waits for many things.
#pragma once

#include <memory>

#include "untwist/observer.hpp"
#include "untwist/reactor_interfaces.hpp"

namespace untwist {

class ReactorImpl;

// The event loop (Twisted's reactor), on Asio. An ordinary object: make one in
// main, pass it by reference. It owns every open port, connection and attempt.
// One thread: only callFromThread may be called from another.
//
// run() takes SIGTERM, and SIGINT unless the program handles it already, calls
// stop() for them, and puts back the handlers it found. A second signal, while
// it waits to shut down, ends run() as crash() does.
//
// Each turn of the loop: calls from threads, due timers, the shutdown check,
// then input and output.
class Reactor final : public IReactorCore,
                      public IReactorTime,
                      public IReactorTCP,
                      public IReactorUDP,
                      public IReactorFDSet,
                      public IReactorProcess,
                      public IReactorFromThreads {
  public:
    Reactor();
    ~Reactor() override;  // loses what is still connected
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    void run() override;
    void stop() override;
    void crash() override;
    bool running() const override;
    void callWhenRunning(Callback call) override;
    void removeSystemEventTrigger(TriggerId trigger) override;
    void fireSystemEvent(std::string_view event) override;

    Duration seconds() const override;
    DelayedCall callLater(Duration delay, Callback call) override;
    std::vector<DelayedCall> getDelayedCalls() const override;

    void callFromThread(Callback call) override;

    std::shared_ptr<Port> listenTCP(std::uint16_t port,
                                    std::shared_ptr<Factory> factory,
                                    ListenOptions options = {}) override;
    std::shared_ptr<Connector> connectTCP(
        std::string host, std::uint16_t port,
        std::shared_ptr<ClientFactory> factory,
        ConnectOptions options = {}) override;
    // By service name, as in /etc/services. Throws
    // error::ServiceNameUnknownError.
    std::shared_ptr<Connector> connectTCP(
        std::string host, const std::string& service,
        std::shared_ptr<ClientFactory> factory, ConnectOptions options = {});

    std::shared_ptr<UDPPort> listenUDP(
        std::uint16_t port, std::shared_ptr<DatagramProtocol> protocol,
        UDPOptions options = {}) override;

    void addReader(std::shared_ptr<IReadDescriptor> reader) override;
    void addWriter(std::shared_ptr<IWriteDescriptor> writer) override;
    void removeReader(const IReadDescriptor& reader) override;
    void removeWriter(const IWriteDescriptor& writer) override;
    std::vector<std::shared_ptr<IReadDescriptor>> getReaders() const override;
    std::vector<std::shared_ptr<IWriteDescriptor>> getWriters() const override;

    std::shared_ptr<ProcessTransport> spawnProcess(
        std::shared_ptr<ProcessProtocol> protocol, std::string executable,
        std::vector<std::string> args, SpawnOptions options = {}) override;

    // Shows each event to `observer` from now on; null shows none.
    void setObserver(std::shared_ptr<ReactorObserver> observer);

  private:
    TriggerId addTrigger(std::string_view phase, std::string_view event,
                         Trigger call) override;

    std::unique_ptr<ReactorImpl> impl_;
};

}  // namespace untwist
