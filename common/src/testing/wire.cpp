#include "wire.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "type_name.hpp"
#include "untwist/error.hpp"
#include "untwist/testing/story.hpp"

namespace untwist::testing {

std::optional<Failure> Caller::call(const std::string& what, Callback function,
                                    const std::string& given) {
    const Doing doing(given.empty() ? what : what + ", given " + given);
    try {
        function();
        return {};
    } catch (...) {
        const Failure failure;
        const auto thrown = what + " threw " + failure.getTraceback();
        remark(thrown);
        if (firstThrown_.empty()) firstThrown_ = thrown;
        return failure;
    }
}

Wire::Wire(Caller& caller, Address peer, std::size_t bite)
    : caller_(caller), peer_(peer), bite_(bite) {}

Address Wire::getHost() const { return {"127.0.0.1", 8000}; }

void Wire::call(const char* what, Callback function, Bytes given) {
    const auto protocol = protocol_;  // it lives until the call returns
    const auto& callee = *protocol;
    const auto failure =
        caller_.call(std::string(what) + " of " + shortTypeName(typeid(callee)),
                     std::move(function), given.empty() ? "" : quoted(given));
    if (failure) lose(*failure);
}

void Wire::start(std::shared_ptr<Protocol> protocol) {
    protocol_ = std::move(protocol);
    if (!protocol_) return lose(Failure(error::ConnectionDone()));
    halfCloseable_ = dynamic_cast<IHalfCloseableProtocol*>(protocol_.get());
    call("connectionMade",
         [this] { protocol_->makeConnection(shared_from_this()); });
}

bool Wire::turn() {
    if (lost_) return false;
    if (aborting_) {
        lose(Failure(error::ConnectionAborted()));
        return true;
    }
    if (peerReset_ && !paused_) {
        lose(Failure(error::ConnectionLost("reset by the peer")));
        return true;
    }
    bool moved = read();
    if (send()) moved = true;
    return moved || feed() || close();
}

// --- From the client to the protocol ---

bool Wire::read() {
    if (paused_ || outputFull_ || disconnecting_ || readClosed_) return false;
    if (!reads_.empty()) {
        // Exactly as much memory as there are bytes, gone after the call: a
        // sanitizer sees who reads past the end, or keeps the view.
        const std::vector<char> exact(reads_.front().begin(),
                                      reads_.front().end());
        reads_.pop_front();
        const Bytes data(exact.data(), exact.size());
        call(
            "dataReceived", [&] { protocol_->dataReceived(data); }, data);
        return true;
    }
    if (!peerDone_) return false;
    readClosed_ = true;
    if (halfCloseable_) {
        call("readConnectionLost",
             [this] { halfCloseable_->readConnectionLost(); });
    } else {
        disconnecting_ = true;
    }
    return true;
}

void Wire::leave() {
    peerGone_ = true;
    deliverEnd();
}

void Wire::stop() {
    lose(Failure(error::ConnectionLost("the reactor stopped")));
}

// --- From the protocol to the client ---

void Wire::write(Bytes data) {
    if (lost_ || aborting_ || writeClosed_ || data.empty()) return;
    output_ += data;
    if (output_.size() - sent_ <= kOutputLimit) return;
    if (!producer_) {
        outputFull_ = true;
    } else if (streaming_) {
        producerWaits_ = true;
        producer_->pauseProducing();
    }
}

void Wire::writeSequence(std::span<const Bytes> pieces) {
    for (const auto piece : pieces) write(piece);
}

bool Wire::send() {
    const auto left = output_.size() - sent_;
    if (lost_ || aborting_ || left == 0) return false;
    if (!listening_ && !peerGone_) return false;
    // Byte by byte to the end of a long answer would only take time.
    constexpr std::size_t kLong = 4096;
    const auto bite = left > kLong ? kLong / 4 : bite_;
    const auto taken = bite_ == 0 ? left : std::min(bite, left);
    if (!peerGone_) heard_.append(output_, sent_, taken);
    sent_ += taken;
    if (sent_ == output_.size()) {
        output_.clear();
        sent_ = 0;
        outputFull_ = false;
    }
    return true;
}

bool Wire::feed() {
    if (!producer_ || !producerWaits_ || !output_.empty()) return false;
    if (streaming_) producerWaits_ = false;
    call("resumeProducing",
         [producer = producer_] { producer->resumeProducing(); });
    return true;
}

void Wire::registerProducer(std::shared_ptr<IProducer> producer,
                            bool streaming) {
    if (producer_) {
        throw std::logic_error(
            "registerProducer: this transport has a producer already");
    }
    if (lost_) return producer->stopProducing();
    producer_ = std::move(producer);
    streaming_ = streaming;
    producerWaits_ = !streaming;
    outputFull_ = false;
    if (!streaming) producer_->resumeProducing();
}

// --- The end ---

bool Wire::close() {
    if (!output_.empty()) return false;
    if (disconnecting_) {
        lose(Failure(error::ConnectionDone()));
        return true;
    }
    if (!writeClosing_ || writeClosed_) return false;
    writeClosed_ = true;
    end_ = End::closed;
    if (halfCloseable_) {
        call("writeConnectionLost",
             [this] { halfCloseable_->writeConnectionLost(); });
    }
    return true;
}

void Wire::lose(const Failure& reason) {
    if (std::exchange(lost_, true)) return;
    const bool reset = reason.check<error::ConnectionLost>() != nullptr;
    if (end_ == End::open) end_ = reset ? End::reset : End::closed;
    output_.clear();
    reads_.clear();
    if (!protocol_) return;
    const auto protocol = protocol_;
    if (const auto producer = std::exchange(producer_, nullptr)) {
        call("stopProducing", [&] { producer->stopProducing(); });
    }
    call("connectionLost", [&] { protocol->connectionLost(reason); });
    protocol_.reset();
    halfCloseable_ = nullptr;
}

}  // namespace untwist::testing
