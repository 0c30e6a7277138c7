#include "connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

namespace {

// Made once: every clean close shares it.
const Failure& connectionDone() {
    static const Failure done{error::ConnectionDone()};
    return done;
}

Failure connectionLost(int error) {
    const std::error_code code(error, std::system_category());
    return Failure(error::ConnectionLost(code.message()));
}

// Closing a socket that holds unread bytes resets the connection, and the
// peer may lose what we sent last. Reading them first avoids that.
void discardInput(const TcpStream& socket, std::array<char, 65536>& buffer) {
    constexpr int kReads = 16;  // a peer that never stops must not hold us
    for (int i = 0; i < kReads; ++i) {
        if (receive(socket.descriptor(), buffer.data(), buffer.size(),
                    nullptr) <= 0) {
            return;
        }
    }
}

}  // namespace

Connection::Connection(ReactorImpl& reactor, TcpStream socket,
                       Settings settings,
                       std::shared_ptr<ConnectionOwner> owner)
    : reactor_(reactor),
      settings_(settings),
      socket_(std::move(socket)),
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

IHalfCloseableProtocol* Connection::halfCloseable() const {
    return dynamic_cast<IHalfCloseableProtocol*>(protocol_.get());
}

void Connection::start(std::shared_ptr<Protocol> protocol) {
    reactor_.add(shared_from_this());
    try {
        reactor_.poller().add(socket_.descriptor(), *this);
    } catch (const std::system_error& error) {
        protocol_ = std::move(protocol);
        return finish(Failure(error::ConnectionLost(error.what())));
    }
    if (!protocol) return finish(connectionDone());
    protocol_ = std::move(protocol);
    if (reactor_.observed()) stamp();
    inTurn_ = true;
    callProtocol("connectionMade", {},
                 [this] { protocol_->makeConnection(shared_from_this()); });
    inTurn_ = false;
    flushQueued();
    armRead();
}

// --- Turns ---

void Connection::socketReady(Events events) {
    if (events.ended) ended_ = true;
    if (events.writable && blocked_) {
        blocked_ = false;
        queueFlush();
        flushQueued();
    }
    if (events.readable) {
        mayRead_ = true;
        read();
    }
}

void Connection::turn() {
    turnQueued_ = false;
    flushQueued();
    if (mayRead_) read();
}

void Connection::queueTurn() {
    if (std::exchange(turnQueued_, true)) return;
    reactor_.turnSoon(shared_from_this());
}

// --- Input ---

bool Connection::wantsToRead() const {
    return socket_ && !paused_ && !outputFull_ && !readClosed_ &&
           !disconnecting_ && !aborting_;
}

// Once there is nothing more to read, waits for input without reading it, so
// that pausing still works after this, and so that a connection that waits
// needs no buffer.
void Connection::armRead() {
    if (!wantsToRead()) return;
    if (mayRead_) return queueTurn();
    reactor_.poller().awaitInput(*this);
}

// From the next bytes on, for whoever observes.
void Connection::stamp() {
    stamped_ = true;
    stampArrivals(socket_.descriptor());
}

void Connection::read() {
    if (!wantsToRead()) return;
    if (reactor_.observed() && !stamped_) stamp();
    auto& buffer = reactor_.readBuffer();
    Duration arrival{};
    const auto size = receive(socket_.descriptor(), buffer.data(),
                              buffer.size(), stamped_ ? &arrival : nullptr);
    if (size > 0) {
        const auto count = static_cast<std::size_t>(size);
        mayRead_ = ended_ || count == buffer.size();
        received({buffer.data(), count}, arrival);
    } else if (size == 0) {
        return peerClosed();
    } else if (wouldBlock(errno)) {
        mayRead_ = false;
    } else {
        return finish(connectionLost(errno));
    }
    if (mayRead_ || Poller::kMustBeAsked) armRead();
}

void Connection::received(Bytes data, Duration arrival) {
    inTurn_ = true;
    callProtocol("dataReceived", arrival,
                 [&] { protocol_->dataReceived(data); });
    inTurn_ = false;
    flushQueued();
}

void Connection::peerClosed() {
    readClosed_ = true;
    if (auto* const told = halfCloseable()) {
        inTurn_ = true;
        callProtocol("readConnectionLost", {},
                     [told] { told->readConnectionLost(); });
        inTurn_ = false;
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
    if (!output_) output_ = reactor_.outputs().lend();
    output_->append(data);
    queueFlush();
    if (producer_ && streaming_ && unsent() > Output::kLimit) {
        producerPaused_ = true;
        const auto producer = producer_;  // it may unregister itself
        producer->pauseProducing();
    }
}

void Connection::writeSequence(std::span<const Bytes> pieces) {
    for (const auto piece : pieces) write(piece);
}

// What is written while we have the turn leaves in one go at its end: 16 lines
// answered one by one are one system call, not 16.
void Connection::queueFlush() {
    if (!socket_) return;
    flushQueued_ = true;
    if (!inTurn_) queueTurn();
}

// At once, where the loop and not the application is the caller.
void Connection::flushQueued() {
    if (!flushQueued_ || !socket_) return;
    flushQueued_ = false;
    if (aborting_) return finish(Failure(error::ConnectionAborted()));
    if (!blocked_ && output_) sendOutput();
    if (!socket_) return;
    if (!blocked_) return outputSent();
    const bool bounded = settings_.boundedOutput && !producer_;
    if (bounded && unsent() > Output::kLimit) outputFull_ = true;
}

// At once, not when epoll says that there is room: there nearly always is.
void Connection::sendOutput() {
    do {
        const auto sent = socket_.send(output_->data(), output_->size());
        if (sent >= 0) {
            output_->drop(static_cast<std::size_t>(sent));
        } else if (wouldBlock(errno)) {
            output_->compact();
            blocked_ = true;
            return reactor_.poller().awaitRoom(*this);
        } else {
            return finish(connectionLost(errno));
        }
    } while (output_->size() > 0);
    reactor_.outputs().giveBack(std::move(output_));
}

// All that was queued is with the kernel.
void Connection::outputSent() {
    if (std::exchange(outputFull_, false)) armRead();
    if (producer_ && (!streaming_ || producerPaused_)) {
        producerPaused_ = false;
        callProtocol("resumeProducing", {},
                     [producer = producer_] { producer->resumeProducing(); });
    } else if (disconnecting_) {
        return finish(connectionDone());
    } else if (writeClosing_ && !writeClosed_) {
        finishHalfClose();
    }
}

void Connection::finishHalfClose() {
    writeClosed_ = true;
    socket_.sendEnd();
    if (auto* const told = halfCloseable()) {
        callProtocol("writeConnectionLost", {},
                     [told] { told->writeConnectionLost(); });
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
    reactor_.poller().remove(socket_.descriptor(), *this);
    if (aborting_) return socket_.reset();
    if (!readClosed_) discardInput(socket_, reactor_.readBuffer());
    socket_.close();
}

// The one place where a connection ends: everything it holds is let go of.
void Connection::finish(const Failure& reason) {
    if (!socket_) return;
    const auto self = shared_from_this();
    closeSocket();
    reactor_.remove(*this);
    output_.reset();
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

void Connection::setTcpNoDelay(bool enabled) {
    socket_.setOption(IPPROTO_TCP, TCP_NODELAY, enabled);
}
bool Connection::getTcpNoDelay() const {
    return socket_.getOption(IPPROTO_TCP, TCP_NODELAY);
}
void Connection::setTcpKeepAlive(bool enabled) {
    socket_.setOption(SOL_SOCKET, SO_KEEPALIVE, enabled);
}
bool Connection::getTcpKeepAlive() const {
    return socket_.getOption(SOL_SOCKET, SO_KEEPALIVE);
}

}  // namespace untwist
