// One TCP connection, from the socket to the protocol.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "reactor_impl.hpp"
#include "socket.hpp"
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
class Connection final : public Transport,
                         public Registered,
                         public std::enable_shared_from_this<Connection> {
  public:
    struct Settings {
        Address peer;
        Address host;
        bool boundedOutput = true;
    };

    // `socket` is connected and does not block.
    Connection(ReactorImpl& reactor, TcpSocket socket, Settings settings,
               std::shared_ptr<ConnectionOwner> owner);

    // Hands the connection to the protocol; without one, closes it.
    void start(std::shared_ptr<Protocol> protocol);

    // The reactor calls it after the application's turn, once for flushSoon.
    void flush();

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
    static constexpr std::size_t kOutputLimit = 65536;

    std::size_t pendingOutput() const { return output_.size() - sent_; }
    bool wantsToRead() const;
    void armRead();
    void onReadable();
    void peerClosed();
    void queueFlush();
    void flushQueued();
    void sendOutput();
    void armWrite();
    void outputSent();
    void finishHalfClose();
    void closeSocket();
    void finish(const Failure& reason);

    // Calls the protocol (or its producer); an exception ends the connection.
    template <class F>
    void callProtocol(const char* what, Duration ready, F&& function);

    ReactorImpl& reactor_;
    std::optional<TcpSocket> socket_;  // empty after the loss
    Settings settings_;
    std::shared_ptr<ConnectionOwner> owner_;
    std::shared_ptr<Protocol> protocol_;
    IHalfCloseableProtocol* halfCloseable_ = nullptr;  // protocol_, if it is
    std::shared_ptr<IProducer> producer_;
    std::string output_;  // what the socket has not taken starts at sent_
    std::size_t sent_ = 0;
    std::uint64_t id_;

    bool readArmed_ = false;      // an async_wait for reading is pending
    bool writeArmed_ = false;     // the socket is full: we wait for room
    bool flushQueued_ = false;    // the reactor will call flush()
    bool stamped_ = false;        // the kernel stamps arrivals
    bool paused_ = false;         // by the application
    bool outputFull_ = false;     // too much unsent: we read no more
    bool readClosed_ = false;     // the peer has sent its FIN
    bool writeClosing_ = false;   // loseWriteConnection was called
    bool writeClosed_ = false;    // and our FIN is sent
    bool disconnecting_ = false;  // loseConnection was called
    bool aborting_ = false;       // abortConnection was called
    bool streaming_ = false;      // of producer_
    bool producerPaused_ = false;
};

}  // namespace untwist
