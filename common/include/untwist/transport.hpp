// A connection as a protocol sees it.
#pragma once

#include <memory>
#include <span>

#include "untwist/address.hpp"
#include "untwist/bytes.hpp"

namespace untwist {

// Makes bytes for a transport at the transport's pace (IPushProducer and
// IPullProducer). A streaming (push) producer writes whenever it likes until
// it is paused; a pull producer writes once for each resumeProducing.
class IProducer {
  public:
    virtual ~IProducer() = default;
    virtual void pauseProducing() = 0;  // not called on a pull producer
    virtual void resumeProducing() = 0;
    virtual void stopProducing() = 0;  // the consumer is gone: never again
};

// A connection (Twisted's ITCPTransport). The protocol reaches it through
// transport(). After the loss it is inert: every call does nothing, and
// getPeer and getHost still answer. Nothing here calls connectionLost inside
// itself. Not for other threads: use Reactor::callFromThread.
class Transport {
  public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    // Queues the bytes (they are copied) and returns; they leave, in order,
    // when the reactor has the turn. Never blocks.
    virtual void write(Bytes data) = 0;
    virtual void writeSequence(std::span<const Bytes> pieces) = 0;

    // Reads no more, sends what is queued, then closes. Bytes written after
    // this and before the close are still sent.
    virtual void loseConnection() = 0;

    // Drops what is queued and resets the connection: the peer sees an error.
    virtual void abortConnection() = 0;

    // Sends what is queued, then tells the peer that no more will come (a
    // half-close: FIN). Reading goes on.
    virtual void loseWriteConnection() = 0;

    // loseConnection or abortConnection was called, or the connection is over:
    // no more dataReceived will come.
    virtual bool disconnecting() const = 0;

    virtual Address getPeer() const = 0;
    virtual Address getHost() const = 0;

    // No-ops, and false, on a transport that is not TCP or is closed.
    virtual void setTcpNoDelay(bool enabled) = 0;
    virtual bool getTcpNoDelay() const = 0;
    virtual void setTcpKeepAlive(bool enabled) = 0;
    virtual bool getTcpKeepAlive() const = 0;

    // Stops and restarts dataReceived. While paused, the peer's closing is not
    // noticed either.
    virtual void pauseProducing() = 0;
    virtual void resumeProducing() = 0;

    // Lets `producer` feed this transport. A streaming one is paused while
    // more than 64 KiB wait to be sent and resumed when none do; a pull one is
    // asked now and each time all has been sent. Throws std::logic_error if
    // there is one already. The transport keeps it alive until
    // unregisterProducer or the loss, when it is told stopProducing.
    virtual void registerProducer(std::shared_ptr<IProducer> producer,
                                  bool streaming) = 0;
    virtual void unregisterProducer() = 0;
};

}  // namespace untwist
