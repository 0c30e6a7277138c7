// What you write: how one connection behaves.
#pragma once

#include <memory>

#include "untwist/bytes.hpp"
#include "untwist/failure.hpp"
#include "untwist/transport.hpp"

namespace untwist {

// One connection's behaviour and state (Twisted's Protocol). Derive from it,
// override what you need. The reactor makes one for each connection through a
// Factory, keeps it alive while it is connected, and calls it on the reactor's
// thread. An exception from any of these calls is logged and ends this
// connection, no other; it becomes the reason given to connectionLost.
class Protocol : public std::enable_shared_from_this<Protocol> {
  public:
    Protocol();
    Protocol(const Protocol&) = delete;
    Protocol& operator=(const Protocol&) = delete;
    virtual ~Protocol();

    // Sets transport(), then calls connectionMade. The reactor calls it, once;
    // so do tests.
    void makeConnection(std::shared_ptr<Transport> transport);

    // The connection is there: transport() works from here on.
    virtual void connectionMade();

    // Some bytes came: never none, at most 64 KiB, cut anywhere. A read is not
    // a message.
    virtual void dataReceived(Bytes data);

    // The connection is over. Called once, last, for whatever reason:
    // error::ConnectionDone when it was closed in order, error::ConnectionLost
    // when not, or the exception that ended it.
    virtual void connectionLost(const Failure& reason);

    // The connection. Throws std::logic_error before makeConnection.
    Transport& transport() const;

  private:
    std::shared_ptr<Transport> transport_;
};

// A protocol that also derives from this is told of each half's end (Twisted's
// IHalfCloseableProtocol). Then the peer's closing does not end the
// connection; calling loseConnection does.
class IHalfCloseableProtocol {
  public:
    virtual ~IHalfCloseableProtocol() = default;
    virtual void readConnectionLost() = 0;   // the peer will send no more
    virtual void writeConnectionLost() = 0;  // loseWriteConnection is done
};

}  // namespace untwist
