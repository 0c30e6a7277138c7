#include "untwist/throttling_factory.hpp"

#include <utility>
#include <vector>

#include "bandwidth.hpp"
#include "untwist/log.hpp"

namespace untwist {

namespace {

// Between a producer and its transport: lets the producer run while neither
// the transport nor the throttle holds it.
class ThrottledProducer final : public IProducer {
  public:
    ThrottledProducer(std::shared_ptr<IProducer> producer, bool streaming)
        : producer_(std::move(producer)),
          streaming_(streaming),
          wanted_(streaming) {}

    void pauseProducing() override {
        wanted_ = false;
        producer_->pauseProducing();
    }
    void resumeProducing() override {
        wanted_ = true;
        resumeIfWanted();
    }
    void stopProducing() override { producer_->stopProducing(); }

    void hold(bool held) {
        held_ = held;
        if (!held) {
            resumeIfWanted();
        } else if (streaming_) {
            producer_->pauseProducing();
        }
    }

  private:
    void resumeIfWanted() {
        if (held_ || !wanted_) return;
        wanted_ = streaming_;  // a pull producer is asked once, each time
        const auto producer = producer_;  // it may unregister, and us with it
        producer->resumeProducing();
    }

    std::shared_ptr<IProducer> producer_;
    bool streaming_;
    bool wanted_;  // the transport would have it run
    bool held_ = false;
};

}  // namespace

class ThrottlingProtocol : public ProtocolWrapper {
  public:
    ThrottlingProtocol(const std::shared_ptr<ThrottlingFactory>& factory,
                       std::shared_ptr<Protocol> wrapped)
        : ProtocolWrapper(factory, std::move(wrapped)),
          reads_(*factory->reads_),
          writes_(*factory->writes_) {}

    void holdReads(bool held) {
        readsHeld_ = held;
        if (held) {
            transport().pauseProducing();
        } else if (!paused_) {
            transport().resumeProducing();
        }
    }
    void holdWrites(bool held) {
        if (const auto producer = producer_) producer->hold(held);
    }

    void dataReceived(Bytes data) override {
        reads_.count(data.size());
        ProtocolWrapper::dataReceived(data);
    }
    void connectionLost(const Failure& reason) override {
        producer_.reset();
        ProtocolWrapper::connectionLost(reason);
    }

    void write(Bytes data) override {
        countWritten(data);
        ProtocolWrapper::write(data);
    }
    void writeSequence(std::span<const Bytes> pieces) override {
        for (const auto piece : pieces) countWritten(piece);
        ProtocolWrapper::writeSequence(pieces);
    }
    void pauseProducing() override {
        paused_ = true;
        ProtocolWrapper::pauseProducing();
    }
    void resumeProducing() override {
        paused_ = false;
        if (!readsHeld_) ProtocolWrapper::resumeProducing();
    }
    void registerProducer(std::shared_ptr<IProducer> producer,
                          bool streaming) override {
        if (!wrappedProtocol()) return producer->stopProducing();
        const auto throttled =
            std::make_shared<ThrottledProducer>(std::move(producer), streaming);
        if (writes_.holds()) throttled->hold(true);
        const auto before = std::exchange(producer_, throttled);
        try {  // a pull producer is asked, and may unregister, in there
            ProtocolWrapper::registerProducer(throttled, streaming);
        } catch (...) {
            producer_ = before;
            throw;
        }
    }
    void unregisterProducer() override {
        producer_.reset();
        ProtocolWrapper::unregisterProducer();
    }

  private:
    void countWritten(Bytes data) {
        if (wrappedProtocol()) writes_.count(data.size());
    }

    Bandwidth& reads_;  // the factory's: not after connectionLost
    Bandwidth& writes_;
    std::shared_ptr<ThrottledProducer> producer_;
    bool paused_ = false;  // by the wrapped protocol
    bool readsHeld_ = false;
};

namespace {

// Every one of the protocols, also if the call makes one of them go.
std::vector<std::shared_ptr<ThrottlingProtocol>> keptAlive(
    const std::set<ProtocolWrapper*>& protocols) {
    std::vector<std::shared_ptr<ThrottlingProtocol>> all;
    all.reserve(protocols.size());
    for (auto* protocol : protocols) {
        all.push_back(std::static_pointer_cast<ThrottlingProtocol>(
            protocol->shared_from_this()));
    }
    return all;
}

}  // namespace

ThrottlingFactory::ThrottlingFactory(IReactorTime& reactor,
                                     std::shared_ptr<Factory> wrapped,
                                     ThrottlingOptions options)
    : WrappingFactory(std::move(wrapped)),
      maxConnectionCount_(options.maxConnectionCount),
      reads_(std::make_unique<Bandwidth>(
          reactor, options.readLimit, [this](bool hold) { holdReads(hold); })),
      writes_(std::make_unique<Bandwidth>(
          reactor, options.writeLimit,
          [this](bool hold) { holdWrites(hold); })) {}

ThrottlingFactory::~ThrottlingFactory() = default;

std::shared_ptr<Protocol> ThrottlingFactory::buildProtocol(
    const Address& peer) {
    if (connectionCount() >= maxConnectionCount_) return nullptr;
    return WrappingFactory::buildProtocol(peer);
}

std::shared_ptr<ProtocolWrapper> ThrottlingFactory::wrap(
    std::shared_ptr<Protocol> wrapped) {
    return makeWrapper<ThrottlingProtocol>(*this, std::move(wrapped));
}

void ThrottlingFactory::registerProtocol(ProtocolWrapper& protocol) {
    WrappingFactory::registerProtocol(protocol);
    if (connectionCount() == 1) {
        reads_->start();
        writes_->start();
    }
    if (reads_->holds()) {
        static_cast<ThrottlingProtocol&>(protocol).holdReads(true);
    }
}

void ThrottlingFactory::unregisterProtocol(ProtocolWrapper& protocol) {
    WrappingFactory::unregisterProtocol(protocol);
    if (connectionCount() > 0) return;
    reads_->stop();
    writes_->stop();
}

void ThrottlingFactory::holdReads(bool hold) {
    for (const auto& protocol : keptAlive(protocols())) {
        protocol->holdReads(hold);
    }
}

void ThrottlingFactory::holdWrites(bool hold) {
    for (const auto& protocol : keptAlive(protocols())) {
        try {
            protocol->holdWrites(hold);
        } catch (...) {  // a producer's: its own connection ends, no other
            log::err(Failure(), "a throttled producer");
            protocol->abortConnection();
        }
    }
}

}  // namespace untwist
