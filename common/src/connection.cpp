#include "connection.hpp"

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <stdexcept>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

namespace {

// Made once: every clean close shares it.
const Failure& connectionDone() {
    static const Failure done{error::ConnectionDone()};
    return done;
}

// Closing a socket that holds unread bytes resets the connection, and the
// peer may lose what we sent last. Reading them first avoids that.
void discardInput(TcpSocket& socket, std::array<char, 65536>& buffer) {
    constexpr int kReads = 16;  // a peer that never stops must not hold us
    asio::error_code error;
    for (int i = 0; i < kReads; ++i) {
        if (socket.read_some(asio::buffer(buffer), error) == 0 || error) return;
    }
}

}  // namespace

Connection::Connection(ReactorImpl& reactor, TcpSocket socket,
                       Settings settings,
                       std::shared_ptr<ConnectionOwner> owner)
    : reactor_(reactor),
      socket_(std::move(socket)),
      settings_(settings),
      owner_(std::move(owner)),
      id_(reactor.nextConnectionId()) {}

template <class F>
void Connection::callProtocol(const char* what, Duration ready, F&& function) {
    const auto& protocol = *protocol_;
    if (const auto failure =
            reactor_.call(what, typeid(protocol), id_, ready, function)) {
        finish(*failure);
    }
}

void Connection::start(std::shared_ptr<Protocol> protocol) {
    reactor_.add(shared_from_this());
    if (!protocol) return finish(connectionDone());
    protocol_ = std::move(protocol);
    halfCloseable_ = dynamic_cast<IHalfCloseableProtocol*>(protocol_.get());
    callProtocol("connectionMade", {},
                 [this] { protocol_->makeConnection(shared_from_this()); });
    flushQueued();
    armRead();
}

// --- Input ---

bool Connection::wantsToRead() const {
    return socket_ && !paused_ && !outputFull_ && !readClosed_ &&
           !disconnecting_ && !aborting_;
}

// Waits for input without reading it, so that pausing still works after this,
// and so that a connection that waits needs no buffer.
void Connection::armRead() {
    if (readArmed_ || !wantsToRead()) return;
    readArmed_ = true;
    if (reactor_.observed() && !std::exchange(stamped_, true)) {
        stampArrivals(socket_->native_handle());
    }
    socket_->async_wait(TcpSocket::wait_read,
                        [self = shared_from_this()](asio::error_code) {
                            self->readArmed_ = false;
                            self->onReadable();
                        });
}

void Connection::onReadable() {
    if (!wantsToRead()) return;
    auto& buffer = reactor_.readBuffer();
    asio::error_code error;
    Duration arrival{};
    const auto size =
        receive(socket_->native_handle(), buffer.data(), buffer.size(),
                stamped_ ? &arrival : nullptr, error);
    if (error) {
        if (!wouldBlock(error)) {
            return finish(Failure(error::ConnectionLost(error.message())));
        }
    } else if (size == 0) {
        return peerClosed();
    } else {
        callProtocol("dataReceived", arrival, [&] {
            protocol_->dataReceived({buffer.data(), size});
        });
    }
    flushQueued();
    armRead();
}

void Connection::peerClosed() {
    readClosed_ = true;
    if (halfCloseable_) {
        callProtocol("readConnectionLost", {},
                     [this] { halfCloseable_->readConnectionLost(); });
    } else {
        disconnecting_ = true;
        queueFlush();
    }
    flushQueued();
}

void Connection::pauseProducing() { paused_ = true; }

void Connection::resumeProducing() {
    paused_ = false;
    armRead();
}

// --- Output ---

void Connection::write(Bytes data) {
    if (!socket_ || writeClosed_ || aborting_ || data.empty()) return;
    output_.append(data);
    queueFlush();
    if (pendingOutput() > kOutputLimit && producer_ && streaming_) {
        producerPaused_ = true;
        const auto producer = producer_;  // it may unregister itself
        producer->pauseProducing();
    }
}

void Connection::writeSequence(std::span<const Bytes> pieces) {
    for (const auto piece : pieces) write(piece);
}

void Connection::queueFlush() {
    if (!socket_ || flushQueued_) return;
    flushQueued_ = true;
    reactor_.flushSoon(shared_from_this());
}

// At once, where the loop and not the application is the caller.
void Connection::flushQueued() {
    if (flushQueued_) flush();
}

void Connection::flush() {
    if (!std::exchange(flushQueued_, false) || !socket_) return;
    if (aborting_) return finish(Failure(error::ConnectionAborted()));
    if (!writeArmed_) sendOutput();
    if (!socket_) return;
    if (!writeArmed_) return outputSent();
    const bool bounded = settings_.boundedOutput && !producer_;
    if (bounded && pendingOutput() > kOutputLimit) outputFull_ = true;
}

void Connection::sendOutput() {
    while (pendingOutput() > 0) {
        asio::error_code error;
        sent_ += socket_->write_some(
            asio::buffer(output_.data() + sent_, pendingOutput()), error);
        if (wouldBlock(error)) return armWrite();
        if (error) {
            return finish(Failure(error::ConnectionLost(error.message())));
        }
    }
}

void Connection::armWrite() {
    // Moving the rest to the front each time would be quadratic; doing it when
    // half is gone moves each byte once on average.
    if (sent_ >= output_.size() / 2) {
        output_.erase(0, std::exchange(sent_, 0));
    }
    writeArmed_ = true;
    socket_->async_wait(TcpSocket::wait_write,
                        [self = shared_from_this()](asio::error_code) {
                            self->writeArmed_ = false;
                            self->queueFlush();
                            self->flushQueued();
                        });
}

// All that was queued is with the kernel.
void Connection::outputSent() {
    output_.clear();
    sent_ = 0;
    if (output_.capacity() > kOutputLimit) output_.shrink_to_fit();
    outputFull_ = false;
    if (producer_ && (!streaming_ || producerPaused_)) {
        producerPaused_ = false;
        callProtocol("resumeProducing", {},
                     [producer = producer_] { producer->resumeProducing(); });
    } else if (disconnecting_) {
        return finish(connectionDone());
    } else if (writeClosing_ && !writeClosed_) {
        finishHalfClose();
    }
    armRead();
}

void Connection::finishHalfClose() {
    writeClosed_ = true;
    asio::error_code error;
    socket_->shutdown(TcpSocket::shutdown_send, error);
    if (halfCloseable_) {
        callProtocol("writeConnectionLost", {},
                     [this] { halfCloseable_->writeConnectionLost(); });
    }
}

// --- Producers ---

void Connection::registerProducer(std::shared_ptr<IProducer> producer,
                                  bool streaming) {
    if (producer_) {
        throw std::logic_error(
            "registerProducer: this transport has a producer already; "
            "unregisterProducer it first");
    }
    if (!socket_) return producer->stopProducing();
    producer_ = std::move(producer);
    streaming_ = streaming;
    producerPaused_ = false;
    outputFull_ = false;  // the producer is what is held back from now on
    armRead();
    if (streaming_) return;
    const auto held = producer_;  // it may unregister itself
    held->resumeProducing();
}

void Connection::unregisterProducer() {
    producer_.reset();
    if (disconnecting_ || writeClosing_) queueFlush();
}

// --- The end ---

void Connection::loseConnection() {
    if (disconnecting_) return;
    disconnecting_ = true;
    queueFlush();
}

void Connection::abortConnection() {
    if (!socket_) return;
    aborting_ = true;
    queueFlush();
}

void Connection::loseWriteConnection() {
    if (writeClosing_) return;
    writeClosing_ = true;
    queueFlush();
}

void Connection::closeSocket() {
    asio::error_code ignored;
    if (aborting_) {
        socket_->set_option(asio::socket_base::linger(true, 0), ignored);
    } else if (!readClosed_) {
        discardInput(*socket_, reactor_.readBuffer());
    }
    socket_->close(ignored);
    socket_.reset();
}

// The one place where a connection ends: everything it holds is let go of.
void Connection::finish(const Failure& reason) {
    if (!socket_) return;
    const auto self = shared_from_this();
    closeSocket();
    reactor_.remove(*this);
    std::exchange(output_, {});
    sent_ = 0;
    halfCloseable_ = nullptr;
    if (const auto held = std::move(producer_)) {
        auto& producer = *held;
        reactor_.call("stopProducing", typeid(producer), id_, {},
                      [&] { producer.stopProducing(); });
    }
    if (const auto held = std::move(protocol_)) {
        auto& protocol = *held;
        reactor_.call("connectionLost", typeid(protocol), id_, {},
                      [&] { protocol.connectionLost(reason); });
    }
    std::exchange(owner_, nullptr)->connectionEnded(reason);
}

// --- Options ---

namespace {

template <class Option>
void setOption(std::optional<TcpSocket>& socket, bool enabled) {
    asio::error_code ignored;
    if (socket) socket->set_option(Option(enabled), ignored);
}

template <class Option>
bool getOption(const std::optional<TcpSocket>& socket) {
    Option option;
    asio::error_code ignored;
    if (socket) socket->get_option(option, ignored);
    return option.value();
}

}  // namespace

void Connection::setTcpNoDelay(bool enabled) {
    setOption<Tcp::no_delay>(socket_, enabled);
}
bool Connection::getTcpNoDelay() const {
    return getOption<Tcp::no_delay>(socket_);
}
void Connection::setTcpKeepAlive(bool enabled) {
    setOption<asio::socket_base::keep_alive>(socket_, enabled);
}
bool Connection::getTcpKeepAlive() const {
    return getOption<asio::socket_base::keep_alive>(socket_);
}

}  // namespace untwist
