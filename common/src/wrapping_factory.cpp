#include "untwist/wrapping_factory.hpp"

#include <utility>

namespace untwist {

// --- The wrapper, as a protocol ---

ProtocolWrapper::ProtocolWrapper(std::shared_ptr<WrappingFactory> factory,
                                 std::shared_ptr<Protocol> wrappedProtocol)
    : factory_(std::move(factory)),
      wrappedProtocol_(std::move(wrappedProtocol)) {}

void ProtocolWrapper::connectionMade() {
    factory_->registerProtocol(*this);
    const auto wrapped = wrappedProtocol_;
    wrapped->makeConnection(
        std::static_pointer_cast<ProtocolWrapper>(shared_from_this()));
}

void ProtocolWrapper::dataReceived(Bytes data) {
    // Held here, should a test's transport tell of the loss inside this call.
    const auto wrapped = wrappedProtocol_;
    wrapped->dataReceived(data);
}

void ProtocolWrapper::connectionLost(const Failure& reason) {
    const auto factory = std::move(factory_);
    factory->unregisterProtocol(*this);
    std::exchange(wrappedProtocol_, nullptr)->connectionLost(reason);
}

// --- The wrapper, as a transport ---

void ProtocolWrapper::write(Bytes data) { transport().write(data); }
void ProtocolWrapper::writeSequence(std::span<const Bytes> pieces) {
    transport().writeSequence(pieces);
}
void ProtocolWrapper::loseConnection() { transport().loseConnection(); }
void ProtocolWrapper::abortConnection() { transport().abortConnection(); }
void ProtocolWrapper::loseWriteConnection() {
    transport().loseWriteConnection();
}
bool ProtocolWrapper::disconnecting() const {
    return transport().disconnecting();
}
Address ProtocolWrapper::getPeer() const { return transport().getPeer(); }
Address ProtocolWrapper::getHost() const { return transport().getHost(); }
void ProtocolWrapper::setTcpNoDelay(bool enabled) {
    transport().setTcpNoDelay(enabled);
}
bool ProtocolWrapper::getTcpNoDelay() const {
    return transport().getTcpNoDelay();
}
void ProtocolWrapper::setTcpKeepAlive(bool enabled) {
    transport().setTcpKeepAlive(enabled);
}
bool ProtocolWrapper::getTcpKeepAlive() const {
    return transport().getTcpKeepAlive();
}
void ProtocolWrapper::pauseProducing() { transport().pauseProducing(); }
void ProtocolWrapper::resumeProducing() { transport().resumeProducing(); }
void ProtocolWrapper::registerProducer(std::shared_ptr<IProducer> producer,
                                       bool streaming) {
    transport().registerProducer(std::move(producer), streaming);
}
void ProtocolWrapper::unregisterProducer() { transport().unregisterProducer(); }

// --- The factory ---

WrappingFactory::WrappingFactory(std::shared_ptr<Factory> wrappedFactory)
    : wrappedFactory_(std::move(wrappedFactory)),
      wrappedClient_(dynamic_cast<ClientFactory*>(wrappedFactory_.get())) {}

std::shared_ptr<Protocol> WrappingFactory::buildProtocol(const Address& peer) {
    auto wrapped = wrappedFactory_->buildProtocol(peer);
    return wrapped ? wrap(std::move(wrapped)) : nullptr;
}

std::shared_ptr<ProtocolWrapper> WrappingFactory::wrap(
    std::shared_ptr<Protocol> wrapped) {
    return makeWrapper<ProtocolWrapper>(*this, std::move(wrapped));
}

void WrappingFactory::startedConnecting(Connector& connector) {
    if (wrappedClient_) wrappedClient_->startedConnecting(connector);
}
void WrappingFactory::clientConnectionFailed(Connector& connector,
                                             const Failure& reason) {
    if (wrappedClient_) {
        wrappedClient_->clientConnectionFailed(connector, reason);
    }
}
void WrappingFactory::clientConnectionLost(Connector& connector,
                                           const Failure& reason) {
    if (wrappedClient_) wrappedClient_->clientConnectionLost(connector, reason);
}

void WrappingFactory::registerProtocol(ProtocolWrapper& protocol) {
    protocols_.insert(&protocol);
}
void WrappingFactory::unregisterProtocol(ProtocolWrapper& protocol) {
    protocols_.erase(&protocol);
}

}  // namespace untwist
