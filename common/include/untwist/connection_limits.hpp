// At most so many connections at a time: in all, or for each peer's host.
#pragma once

#include <cstddef>
#include <map>
#include <memory>

#include "untwist/wrapping_factory.hpp"

namespace untwist {

// Refuses connections beyond a number
// (twisted.protocols.policies.LimitTotalConnectionsFactory). `overflow`, if
// there is one, builds protocols for those: to say why, and close. Their
// connections count too for as long as they last, so let that be short.
class LimitTotalConnectionsFactory : public WrappingFactory {
  public:
    LimitTotalConnectionsFactory(std::shared_ptr<Factory> wrapped,
                                 std::size_t connectionLimit,
                                 std::shared_ptr<Factory> overflow = nullptr);

    std::size_t connectionCount() const { return protocols().size(); }

    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override;
    void startFactory() override;
    void stopFactory() override;

  private:
    std::size_t connectionLimit_;
    std::shared_ptr<Factory> overflow_;
};

// Refuses connections beyond a number from one host
// (twisted.protocols.policies.LimitConnectionsByPeer). A host is one IP
// address; a network that has many can still come with many.
class LimitConnectionsByPeer : public WrappingFactory {
  public:
    explicit LimitConnectionsByPeer(std::shared_ptr<Factory> wrapped,
                                    std::size_t maxConnectionsPerPeer = 5);

    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override;
    void registerProtocol(ProtocolWrapper& protocol) override;
    void unregisterProtocol(ProtocolWrapper& protocol) override;

  private:
    std::size_t maxConnectionsPerPeer_;
    std::map<Address, std::size_t> connections_;  // by address, with port 0
};

}  // namespace untwist
