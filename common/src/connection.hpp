// One TCP connection, from the socket to the protocol.
#pragma once

#include <cstdint>
#include <memory>

#include "output.hpp"
#include "poller.hpp"
#include "reactor_impl.hpp"
#include "tcp_socket.hpp"
#include "untwist/protocol.hpp"

namespace untwist {

// Told when a connection of its is over. A connection keeps its owner alive,
// and with it the factory.
class ConnectionOwner {
  public:
    virtual ~ConnectionOwner() = default;
    virtual void connectionEnded(const Failure& reason) = 0;
};

// The transport of a real connection. The reactor's registry owns it until the
// loss; it owns the protocol; the protocol owns it as its transport. That
// cycle is cut in finish(), and nowhere else.
//
// Everything the application calls here changes state and asks the reactor
// for a flush. Sending, closing and connectionLost happen in that flush, never
// inside the application's call.
//
// A server may have very many: what it holds while it waits is kept small.
class Connection final : public Transport,
                         public Registered,
                         public PolledSocket,
                         public std::enable_shared_from_this<Connection> {
  public:
    struct Settings {
        Address peer;
        Address host;
        bool boundedOutput = true;
    };

    Connection(ReactorImpl& reactor, TcpStream socket, Settings settings,
               std::shared_ptr<ConnectionOwner> owner);

    // Hands the connection to the protocol; without one, closes it.
    void start(std::shared_ptr<Protocol> protocol);

    // The reactor calls it, once for each turnSoon.
    void turn();

    void socketReady(Events events) override;

    void reactorStopped(const Failure& reason) override { finish(reason); }

    void write(Bytes data) override;
    void writeSequence(std::span<const Bytes> pieces) override;
    void loseConnection() override;
    void abortConnection() override;
    void loseWriteConnection() override;
    bool disconnecting() const override {
        return disconnecting_ || aborting_ || !socket_;
    }
    Address getPeer() const override { return settings_.peer; }
    Address getHost() const override { return settings_.host; }
    void setTcpNoDelay(bool enabled) override;
    bool getTcpNoDelay() const override;
    void setTcpKeepAlive(bool enabled) override;
    bool getTcpKeepAlive() const override;
    void pauseProducing() override;
    void resumeProducing() override;
    void registerProducer(std::shared_ptr<IProducer> producer,
                          bool streaming) override;
    void unregisterProducer() override;

  private:
    std::shared_ptr<PolledSocket> keep() override { return shared_from_this(); }

    std::size_t unsent() const { return output_ ? output_->size() : 0; }
    bool wantsToRead() const;
    void armRead();
    void stamp();
    void read();
    void received(Bytes data, Duration arrival);
    void peerClosed();
    void queueTurn();
    void queueFlush();
    void flushQueued();
    void sendOutput();
    void outputSent();
    void finishHalfClose();
    void closeSocket();
    void finish(const Failure& reason);
    IHalfCloseableProtocol* halfCloseable() const;

    // Calls the protocol (or its producer); an exception ends the connection.
    template <class F>
    void callProtocol(const char* what, Duration ready, F&& function);

    ReactorImpl& reactor_;
    Settings settings_;
    TcpStream socket_;  // closed after the loss
    std::shared_ptr<ConnectionOwner> owner_;
    std::shared_ptr<Protocol> protocol_;
    std::shared_ptr<IProducer> producer_;
    std::unique_ptr<Output> output_;  // null: nothing is unsent
    std::uint64_t id_;

    // Where we are.
    bool inTurn_ = false;       // we have the turn, and flush at its end
    bool turnQueued_ = false;   // the reactor will call turn()
    bool flushQueued_ = false;  // something is to be sent, or closed
    bool stamped_ = false;      // the kernel stamps arrivals

    // Of input.
    bool mayRead_ = false;     // there may be some
    bool ended_ = false;       // the peer has closed, behind all input
    bool paused_ = false;      // by the application
    bool outputFull_ = false;  // too much unsent: we read no more
    bool readClosed_ = false;  // the peer's FIN has been read

    // Of output, and the end.
    bool blocked_ = false;        // the socket is full: we wait for room
    bool writeClosing_ = false;   // loseWriteConnection was called
    bool writeClosed_ = false;    // and our FIN is sent
    bool disconnecting_ = false;  // loseConnection was called
    bool aborting_ = false;       // abortConnection was called
    bool streaming_ = false;      // of producer_
    bool producerPaused_ = false;
};

}  // namespace untwist
