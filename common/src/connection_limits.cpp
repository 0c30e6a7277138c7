#include "untwist/connection_limits.hpp"

#include <utility>

namespace untwist {

LimitTotalConnectionsFactory::LimitTotalConnectionsFactory(
    std::shared_ptr<Factory> wrapped, std::size_t connectionLimit,
    std::shared_ptr<Factory> overflow)
    : WrappingFactory(std::move(wrapped)),
      connectionLimit_(connectionLimit),
      overflow_(std::move(overflow)) {}

std::shared_ptr<Protocol> LimitTotalConnectionsFactory::buildProtocol(
    const Address& peer) {
    if (connectionCount() < connectionLimit_) {
        return WrappingFactory::buildProtocol(peer);
    }
    auto protocol = overflow_ ? overflow_->buildProtocol(peer) : nullptr;
    return protocol ? wrap(std::move(protocol)) : nullptr;
}

void LimitTotalConnectionsFactory::startFactory() {
    WrappingFactory::startFactory();
    if (overflow_) overflow_->doStart();
}

void LimitTotalConnectionsFactory::stopFactory() {
    WrappingFactory::stopFactory();
    if (overflow_) overflow_->doStop();
}

namespace {

Address hostOf(const Address& peer) {
    return {peer.family(), peer.ip(), 0, peer.scope()};
}

}  // namespace

LimitConnectionsByPeer::LimitConnectionsByPeer(
    std::shared_ptr<Factory> wrapped, std::size_t maxConnectionsPerPeer)
    : WrappingFactory(std::move(wrapped)),
      maxConnectionsPerPeer_(maxConnectionsPerPeer) {}

std::shared_ptr<Protocol> LimitConnectionsByPeer::buildProtocol(
    const Address& peer) {
    const auto host = connections_.find(hostOf(peer));
    const auto count = host == connections_.end() ? 0 : host->second;
    if (count >= maxConnectionsPerPeer_) return nullptr;
    return WrappingFactory::buildProtocol(peer);
}

void LimitConnectionsByPeer::registerProtocol(ProtocolWrapper& protocol) {
    WrappingFactory::registerProtocol(protocol);
    ++connections_[hostOf(protocol.getPeer())];
}

void LimitConnectionsByPeer::unregisterProtocol(ProtocolWrapper& protocol) {
    WrappingFactory::unregisterProtocol(protocol);
    const auto host = connections_.find(hostOf(protocol.getPeer()));
    if (--host->second == 0) connections_.erase(host);
}

}  // namespace untwist
