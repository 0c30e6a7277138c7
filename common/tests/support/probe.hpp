// For tests: protocols and factories whose calls a test fills in.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/loop.hpp"
#include "untwist/testing/accumulating_protocol.hpp"

namespace untwist::test {

using Story = std::vector<std::string>;  // what happened, in order

class Probe;

// What a Probe does, besides remembering.
struct Hooks {
    std::function<void(Probe&)> made = {};
    std::function<void(Probe&, Bytes)> data = {};
    std::function<void(Probe&, const Failure&)> lost = {};
    std::function<void(Probe&)> readLost = {};   // of a HalfCloseable
    std::function<void(Probe&)> writeLost = {};  // of a HalfCloseable
};

// An AccumulatingProtocol (made, data, closed, closedReason) with hooks.
class Probe : public testing::AccumulatingProtocol {
  public:
    explicit Probe(Hooks hooks) : hooks_(std::move(hooks)) {}

    void connectionMade() override {
        AccumulatingProtocol::connectionMade();
        if (hooks_.made) hooks_.made(*this);
    }
    void dataReceived(Bytes bytes) override {
        AccumulatingProtocol::dataReceived(bytes);
        if (hooks_.data) hooks_.data(*this, bytes);
    }
    void connectionLost(const Failure& reason) override {
        AccumulatingProtocol::connectionLost(reason);
        if (hooks_.lost) hooks_.lost(*this, reason);
    }

    // Whether it was lost for an E.
    template <class E>
    bool lostBy() const {
        return closedReason && closedReason->check<E>();
    }

  protected:
    Hooks hooks_;
};

// A Probe that is told of each half's end.
class HalfCloseable : public Probe, public IHalfCloseableProtocol {
  public:
    using Probe::Probe;
    int readClosed = 0;
    int writeClosed = 0;

    void readConnectionLost() override {
        ++readClosed;
        if (hooks_.readLost) hooks_.readLost(*this);
    }
    void writeConnectionLost() override {
        ++writeClosed;
        if (hooks_.writeLost) hooks_.writeLost(*this);
    }
};

// Keeps every protocol it has built. `build` replaces buildProtocol.
class ProbeFactory : public Factory {
  public:
    explicit ProbeFactory(Hooks hooks = {}) : hooks_(std::move(hooks)) {}

    int started = 0;
    int stopped = 0;
    std::vector<std::shared_ptr<Probe>> built;
    std::function<std::shared_ptr<Probe>()> build;
    std::function<void()> stopping;

    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        auto probe = build ? build() : std::make_shared<Probe>(hooks_);
        if (probe) built.push_back(probe);
        return probe;
    }
    void startFactory() override { ++started; }
    void stopFactory() override {
        ++stopped;
        if (stopping) stopping();
    }

  private:
    Hooks hooks_;
};

// A port on 127.0.0.1 whose connections are Probes.
class Server {
  public:
    std::shared_ptr<ProbeFactory> factory;
    std::shared_ptr<Port> port;

    explicit Server(Loop& loop, Hooks hooks = {}, ListenOptions options = {})
        : factory(std::make_shared<ProbeFactory>(std::move(hooks))),
          port(loop.reactor.listenTCP(0, factory, std::move(options))),
          loop_(loop) {}

    std::uint16_t number() const { return port->getHost().port(); }
    std::size_t connections() const { return factory->built.size(); }

    // The latest connection; turns the loop until there is one.
    Probe& probe() {
        loop_.until([&] { return connections() > 0 && last().made > 0; });
        REQUIRE(connections() > 0);
        return last();
    }

  private:
    Probe& last() { return *factory->built.back(); }

    Loop& loop_;
};

// A client factory that keeps its protocols and how its attempts ended.
class ProbeClient : public ClientFactory {
  public:
    explicit ProbeClient(Hooks hooks = {}) : hooks_(std::move(hooks)) {}

    int started = 0;
    int stopped = 0;
    int connecting = 0;
    std::vector<std::shared_ptr<Probe>> built;
    std::vector<Failure> failures;  // clientConnectionFailed
    std::vector<Failure> losses;    // clientConnectionLost
    std::function<std::shared_ptr<Probe>()> build;
    std::function<void(Connector&)> onStarted, onFailed, onLost;

    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        auto probe = build ? build() : std::make_shared<Probe>(hooks_);
        if (probe) built.push_back(probe);
        return probe;
    }
    void startFactory() override { ++started; }
    void stopFactory() override { ++stopped; }
    void startedConnecting(Connector& connector) override {
        ++connecting;
        if (onStarted) onStarted(connector);
    }
    void clientConnectionFailed(Connector& connector,
                                const Failure& reason) override {
        failures.push_back(reason);
        if (onFailed) onFailed(connector);
    }
    void clientConnectionLost(Connector& connector,
                              const Failure& reason) override {
        losses.push_back(reason);
        if (onLost) onLost(connector);
    }

    bool isConnected() const { return !built.empty() && built.back()->made; }

  private:
    Hooks hooks_;
};

}  // namespace untwist::test
