// A factory around a factory: behaviour added to any protocol from outside.
#pragma once

#include <memory>
#include <set>

#include "untwist/factory.hpp"

namespace untwist {

class WrappingFactory;

// Stands between a connection and the protocol it is for
// (twisted.protocols.policies.ProtocolWrapper): a Protocol to the connection,
// a Transport to the wrapped protocol. Each call goes straight through; derive
// from it and override those that should not.
//
// It and the wrapped protocol keep each other alive until connectionLost,
// where it lets go, of the factory too.
class ProtocolWrapper : public Protocol, public Transport {
  public:
    ProtocolWrapper(std::shared_ptr<WrappingFactory> factory,
                    std::shared_ptr<Protocol> wrappedProtocol);

    // Null after connectionLost.
    const std::shared_ptr<Protocol>& wrappedProtocol() const {
        return wrappedProtocol_;
    }

    void connectionMade() override;
    void dataReceived(Bytes data) override;
    void connectionLost(const Failure& reason) override;

    void write(Bytes data) override;
    void writeSequence(std::span<const Bytes> pieces) override;
    void loseConnection() override;
    void abortConnection() override;
    void loseWriteConnection() override;
    bool disconnecting() const override;
    Address getPeer() const override;
    Address getHost() const override;
    void setTcpNoDelay(bool enabled) override;
    bool getTcpNoDelay() const override;
    void setTcpKeepAlive(bool enabled) override;
    bool getTcpKeepAlive() const override;
    void pauseProducing() override;
    void resumeProducing() override;
    void registerProducer(std::shared_ptr<IProducer> producer,
                          bool streaming) override;
    void unregisterProducer() override;

  private:
    std::shared_ptr<WrappingFactory> factory_;
    std::shared_ptr<Protocol> wrappedProtocol_;
};

// A Wrapper for a protocol that is told of each half's end: so is the Wrapper.
template <class Wrapper>
class HalfCloseableWrapper final : public Wrapper,
                                   public IHalfCloseableProtocol {
  public:
    using Wrapper::Wrapper;
    void readConnectionLost() override { wrapped().readConnectionLost(); }
    void writeConnectionLost() override { wrapped().writeConnectionLost(); }

  private:
    IHalfCloseableProtocol& wrapped() {
        return dynamic_cast<IHalfCloseableProtocol&>(*this->wrappedProtocol());
    }
};

// Builds what another factory builds, each in a ProtocolWrapper; null when that
// one builds null (twisted.protocols.policies.WrappingFactory). For servers
// and, around a ClientFactory, for clients.
class WrappingFactory : public ClientFactory {
  public:
    explicit WrappingFactory(std::shared_ptr<Factory> wrappedFactory);

    Factory& wrappedFactory() const { return *wrappedFactory_; }

    // The wrappers that are connected. They outlive their place here.
    const std::set<ProtocolWrapper*>& protocols() const { return protocols_; }

    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override;
    void startFactory() override { wrappedFactory_->doStart(); }
    void stopFactory() override { wrappedFactory_->doStop(); }
    void startedConnecting(Connector& connector) override;
    void clientConnectionFailed(Connector& connector,
                                const Failure& reason) override;
    void clientConnectionLost(Connector& connector,
                              const Failure& reason) override;

    // Each wrapper calls these, before its protocol's connectionMade and
    // connectionLost. Override them, and call these, to keep count.
    virtual void registerProtocol(ProtocolWrapper& protocol);
    virtual void unregisterProtocol(ProtocolWrapper& protocol);

  protected:
    // The wrapper for `wrapped`, which is not null: makeWrapper<YourWrapper>.
    virtual std::shared_ptr<ProtocolWrapper> wrap(
        std::shared_ptr<Protocol> wrapped);

    // A Wrapper(a shared_ptr to this factory, wrapped).
    template <class Wrapper, class DerivedFactory>
    static std::shared_ptr<ProtocolWrapper> makeWrapper(
        DerivedFactory& factory, std::shared_ptr<Protocol> wrapped) {
        auto self = std::static_pointer_cast<DerivedFactory>(
            factory.shared_from_this());
        if (dynamic_cast<IHalfCloseableProtocol*>(wrapped.get())) {
            return std::make_shared<HalfCloseableWrapper<Wrapper>>(
                std::move(self), std::move(wrapped));
        }
        return std::make_shared<Wrapper>(std::move(self), std::move(wrapped));
    }

  private:
    std::shared_ptr<Factory> wrappedFactory_;
    ClientFactory* wrappedClient_;  // the same, if it is one
    std::set<ProtocolWrapper*> protocols_;
};

}  // namespace untwist
