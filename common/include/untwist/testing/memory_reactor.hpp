// A reactor that only writes down what it was asked.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/datagram_transport.hpp"

namespace untwist {
class Triggers;
}

namespace untwist::testing {

// Records listenTCP, connectTCP and listenUDP (Twisted's MemoryReactorClock).
// No socket is opened, nothing connects; connectTCP calls startedConnecting and
// listenUDP startProtocol, as the real ones do. Time is a Clock's.
class MemoryReactor : public IReactorCore,
                      public IReactorTCP,
                      public IReactorUDP,
                      public IReactorFromThreads,
                      public Clock {
  public:
    MemoryReactor();
    ~MemoryReactor() override;

    struct TCPServer {
        std::uint16_t port;
        std::shared_ptr<Factory> factory;
        ListenOptions options;
    };
    struct TCPClient {
        std::string host;
        std::uint16_t port;
        std::shared_ptr<ClientFactory> factory;
        ConnectOptions options;
        std::shared_ptr<Connector> connector;
    };
    struct UDPServer {
        std::uint16_t port;
        std::shared_ptr<DatagramProtocol> protocol;
        UDPOptions options;
        std::shared_ptr<DatagramTransport> transport;
    };
    std::vector<TCPServer> tcpServers;
    std::vector<TCPClient> tcpClients;
    std::vector<UDPServer> udpServers;

    std::shared_ptr<Port> listenTCP(std::uint16_t port,
                                    std::shared_ptr<Factory> factory,
                                    ListenOptions options = {}) override;
    std::shared_ptr<Connector> connectTCP(
        std::string host, std::uint16_t port,
        std::shared_ptr<ClientFactory> factory,
        ConnectOptions options = {}) override;
    std::shared_ptr<UDPPort> listenUDP(
        std::uint16_t port, std::shared_ptr<DatagramProtocol> protocol,
        UDPOptions options = {}) override;

    void run() override;   // fires the startup triggers, and returns
    void stop() override;  // fires the shutdown triggers
    void crash() override;
    bool running() const override { return running_; }
    void callWhenRunning(Callback call) override;
    void callFromThread(Callback call) override;  // runs on the next advance
    void removeSystemEventTrigger(TriggerId trigger) override;
    void fireSystemEvent(std::string_view event) override;

  private:
    TriggerId addTrigger(std::string_view phase, std::string_view event,
                         Trigger call) override;

    bool running_ = false;
    std::unique_ptr<Triggers> triggers_;
};

}  // namespace untwist::testing
