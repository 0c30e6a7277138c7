#include "untwist/testing/memory_reactor.hpp"

#include <stdexcept>
#include <utility>

#include "triggers.hpp"
#include "untwist/error.hpp"

namespace untwist::testing {

namespace {

class RecordedPort final : public Port {
  public:
    explicit RecordedPort(Address host) : host_(host) {}
    void startListening() override {}
    Deferred<void> stopListening() override { return succeed(); }
    Address getHost() const override { return host_; }

  private:
    Address host_;
};

class RecordedConnector final : public Connector {
  public:
    RecordedConnector(Destination destination,
                      std::shared_ptr<ClientFactory> factory)
        : destination_(std::move(destination)), factory_(std::move(factory)) {}

    void connect() override {
        if (state_ != State::disconnected) {
            throw std::logic_error("connect: this connector is connecting");
        }
        state_ = State::connecting;
        factory_->doStart();
        factory_->startedConnecting(*this);
    }
    void stopConnecting() override {
        if (state_ != State::connecting) throw error::NotConnectingError();
        state_ = State::disconnected;
        factory_->clientConnectionFailed(*this, Failure(error::UserError()));
        if (state_ == State::disconnected) factory_->doStop();
    }
    void disconnect() override {
        if (state_ == State::connecting) stopConnecting();
    }
    State state() const override { return state_; }
    Destination getDestination() const override { return destination_; }

  private:
    Destination destination_;
    std::shared_ptr<ClientFactory> factory_;
    State state_ = State::disconnected;
};

}  // namespace

MemoryReactor::MemoryReactor() : triggers_(std::make_unique<Triggers>()) {}
MemoryReactor::~MemoryReactor() = default;

std::shared_ptr<Port> MemoryReactor::listenTCP(std::uint16_t port,
                                               std::shared_ptr<Factory> factory,
                                               ListenOptions options) {
    const Address host(options.host, port);
    factory->doStart();
    tcpServers.push_back({port, std::move(factory), std::move(options)});
    return std::make_shared<RecordedPort>(host);
}

std::shared_ptr<Connector> MemoryReactor::connectTCP(
    std::string host, std::uint16_t port,
    std::shared_ptr<ClientFactory> factory, ConnectOptions options) {
    auto connector = std::make_shared<RecordedConnector>(
        Connector::Destination{host, port}, factory);
    tcpClients.push_back({std::move(host), port, std::move(factory),
                          std::move(options), connector});
    connector->connect();
    return connector;
}

std::shared_ptr<UDPPort> MemoryReactor::listenUDP(
    std::uint16_t port, std::shared_ptr<DatagramProtocol> protocol,
    UDPOptions options) {
    auto transport =
        std::make_shared<DatagramTransport>(Address(options.host, port));
    protocol->makeConnection(transport);
    udpServers.push_back(
        {port, std::move(protocol), std::move(options), transport});
    return transport;
}

void MemoryReactor::run() {
    if (running_) throw error::ReactorAlreadyRunning();
    running_ = true;
    fireSystemEvent("startup");
}

void MemoryReactor::stop() {
    if (!running_) throw error::ReactorNotRunning();
    running_ = false;
    fireSystemEvent("shutdown");
}

void MemoryReactor::crash() { running_ = false; }

void MemoryReactor::callWhenRunning(Callback call) {
    if (running_) return call();
    addSystemEventTrigger("after", "startup", std::move(call));
}

void MemoryReactor::callFromThread(Callback call) {
    callLater(Duration::zero(), std::move(call));
}

TriggerId MemoryReactor::addTrigger(std::string_view phase,
                                    std::string_view event, Trigger call) {
    return triggers_->add(phase, event, std::move(call));
}

void MemoryReactor::removeSystemEventTrigger(TriggerId trigger) {
    triggers_->remove(trigger);
}

void MemoryReactor::fireSystemEvent(std::string_view event) {
    triggers_->fire(event);
}

}  // namespace untwist::testing
