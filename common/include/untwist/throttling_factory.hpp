// Holds all connections of a factory, together, to so many bytes a second.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>

#include "untwist/reactor_interfaces.hpp"
#include "untwist/wrapping_factory.hpp"

namespace untwist {

class Bandwidth;
class ThrottlingProtocol;

struct ThrottlingOptions {
    std::size_t maxConnectionCount = std::numeric_limits<std::size_t>::max();
    std::optional<std::size_t> readLimit = {};   // bytes a second, not zero
    std::optional<std::size_t> writeLimit = {};  // bytes a second, not zero
};

// Refuses connections beyond a number, and slows down the others
// (twisted.protocols.policies.ThrottlingFactory). Once a second it looks at
// the bytes that went by. When they were too many, it stops reading, on every
// connection, for as long as they should have taken beyond that second. For
// what is written it pauses the producers; plain write() is counted but cannot
// be held back.
//
// It adds to what the application and the transport pause themselves: reading,
// or a producer, goes on when nobody holds it any more.
class ThrottlingFactory : public WrappingFactory {
  public:
    // Throws std::invalid_argument for a limit of zero.
    ThrottlingFactory(IReactorTime& reactor, std::shared_ptr<Factory> wrapped,
                      ThrottlingOptions options);
    ~ThrottlingFactory() override;

    std::size_t connectionCount() const { return protocols().size(); }

    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override;
    void registerProtocol(ProtocolWrapper& protocol) override;
    void unregisterProtocol(ProtocolWrapper& protocol) override;

  protected:
    std::shared_ptr<ProtocolWrapper> wrap(
        std::shared_ptr<Protocol> wrapped) final;

  private:
    friend class ThrottlingProtocol;

    void holdReads(bool hold);
    void holdWrites(bool hold);

    std::size_t maxConnectionCount_;
    std::unique_ptr<Bandwidth> reads_;
    std::unique_ptr<Bandwidth> writes_;
};

}  // namespace untwist
