#include "untwist/testing/string_transport.hpp"

#include <stdexcept>
#include <utility>

#include "untwist/error.hpp"

namespace untwist::testing {

StringTransport::StringTransport(Address peer, Address host)
    : peer_(peer), host_(host) {}

void StringTransport::write(Bytes data) { written_ += data; }

void StringTransport::writeSequence(std::span<const Bytes> pieces) {
    for (const auto piece : pieces) write(piece);
}

void StringTransport::loseConnection() { disconnecting_ = true; }

void StringTransport::abortConnection() {
    disconnecting_ = disconnected_ = true;
}

void StringTransport::loseWriteConnection() { halfClosed_ = true; }

void StringTransport::checkState() const {
    if (disconnecting_) {
        throw std::logic_error(
            "the transport is losing its connection: it cannot be paused or "
            "resumed now");
    }
}

void StringTransport::pauseProducing() {
    checkState();
    producerState_ = ProducerState::paused;
}

void StringTransport::resumeProducing() {
    checkState();
    producerState_ = ProducerState::producing;
}

void StringTransport::registerProducer(std::shared_ptr<IProducer> producer,
                                       bool streaming) {
    if (producer_) {
        throw std::logic_error(
            "registerProducer: this transport has a producer already");
    }
    producer_ = std::move(producer);
    streaming_ = streaming;
}

void StringTransport::unregisterProducer() { producer_.reset(); }

void StringTransportWithDisconnection::loseConnection() {
    lose(Failure(error::ConnectionDone()));
}

void StringTransportWithDisconnection::abortConnection() {
    lose(Failure(error::ConnectionAborted()));
}

void StringTransportWithDisconnection::lose(const Failure& reason) {
    if (std::exchange(disconnected_, true)) return;
    disconnecting_ = true;
    if (const auto held = protocol.lock()) held->connectionLost(reason);
}

}  // namespace untwist::testing
