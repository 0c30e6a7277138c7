// Makes a Protocol for each connection, and outlives them.
#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include "untwist/address.hpp"
#include "untwist/failure.hpp"
#include "untwist/protocol.hpp"

namespace untwist {

class Connector;

// Makes protocols, and keeps what they share (Twisted's Factory). One factory
// may serve several ports.
class Factory : public std::enable_shared_from_this<Factory> {
  public:
    Factory();
    Factory(const Factory&) = delete;
    Factory& operator=(const Factory&) = delete;
    virtual ~Factory();

    // A protocol for a new connection from `peer`; null refuses it, and so
    // does an exception (which is logged). A protocol that needs its factory
    // is given it here, through its constructor.
    virtual std::shared_ptr<Protocol> buildProtocol(const Address& peer) = 0;

    virtual void startFactory();  // before its first port listens
    virtual void stopFactory();   // after its last port has closed

    // The reactor's count of ports and connectors that use this factory.
    void doStart();
    void doStop();
    int numPorts() const { return numPorts_; }

    // A factory that makes a P(args...) for every connection.
    template <class P, class... Args>
    static std::shared_ptr<Factory> forProtocol(Args... args);

  private:
    int numPorts_ = 0;
};

// A factory for connectTCP (Twisted's ClientFactory), told how each attempt
// ends. Calling connector.connect() in one of the last two tries again.
class ClientFactory : public Factory {
  public:
    virtual void startedConnecting(Connector& /*connector*/) {}

    // No connection came about; error::ConnectError or what derives from it.
    virtual void clientConnectionFailed(Connector& /*connector*/,
                                        const Failure& /*reason*/) {}

    // The connection is over; the protocol's connectionLost has been called.
    virtual void clientConnectionLost(Connector& /*connector*/,
                                      const Failure& /*reason*/) {}

    template <class P, class... Args>
    static std::shared_ptr<ClientFactory> forProtocol(Args... args);
};

// What forProtocol returns: Base with a buildProtocol that makes a P.
template <class Base, class P, class... Args>
class FactoryFor final : public Base {
  public:
    explicit FactoryFor(Args... args) : args_(std::move(args)...) {}

    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        return std::apply(
            [](const Args&... args) { return std::make_shared<P>(args...); },
            args_);
    }

  private:
    std::tuple<Args...> args_;
};

template <class P, class... Args>
std::shared_ptr<Factory> Factory::forProtocol(Args... args) {
    return std::make_shared<FactoryFor<Factory, P, Args...>>(
        std::move(args)...);
}

template <class P, class... Args>
std::shared_ptr<ClientFactory> ClientFactory::forProtocol(Args... args) {
    return std::make_shared<FactoryFor<ClientFactory, P, Args...>>(
        std::move(args)...);
}

}  // namespace untwist
