// A transport that writes into a string.
#pragma once

#include <memory>
#include <string>

#include "untwist/protocol.hpp"

namespace untwist::testing {

// Records what a protocol does with its connection
// (twisted.internet.testing.StringTransport). Nothing is sent anywhere.
class StringTransport : public Transport {
  public:
    explicit StringTransport(Address peer = Address("192.168.1.1", 54321),
                             Address host = Address("10.0.0.1", 12345));

    std::string value() const { return written_; }  // all that was written
    void clear() { written_.clear(); }
    bool disconnected() const { return disconnected_; }  // aborted, or told so
    bool halfClosed() const { return halfClosed_; }
    enum class ProducerState { producing, paused };
    ProducerState producerState() const { return producerState_; }
    const std::shared_ptr<IProducer>& producer() const { return producer_; }
    bool streaming() const { return streaming_; }

    void write(Bytes data) override;
    void writeSequence(std::span<const Bytes> pieces) override;
    void loseConnection() override;
    void abortConnection() override;
    void loseWriteConnection() override;
    bool disconnecting() const override { return disconnecting_; }
    Address getPeer() const override { return peer_; }
    Address getHost() const override { return host_; }
    void setTcpNoDelay(bool enabled) override { noDelay_ = enabled; }
    bool getTcpNoDelay() const override { return noDelay_; }
    void setTcpKeepAlive(bool enabled) override { keepAlive_ = enabled; }
    bool getTcpKeepAlive() const override { return keepAlive_; }

    // Throw std::logic_error once the transport is losing its connection: a
    // protocol has no business pausing it then.
    void pauseProducing() override;
    void resumeProducing() override;

    void registerProducer(std::shared_ptr<IProducer> producer,
                          bool streaming) override;
    void unregisterProducer() override;

  protected:
    bool disconnecting_ = false;
    bool disconnected_ = false;

  private:
    void checkState() const;

    Address peer_;
    Address host_;
    std::string written_;
    bool halfClosed_ = false;
    bool noDelay_ = false;
    bool keepAlive_ = false;
    ProducerState producerState_ = ProducerState::producing;
    std::shared_ptr<IProducer> producer_;
    bool streaming_ = false;
};

// The same, and losing the connection calls protocol->connectionLost with
// ConnectionDone (ConnectionAborted for abortConnection) inside the call, once.
// The real transport never does that; this is for tests that want the end now.
class StringTransportWithDisconnection : public StringTransport {
  public:
    using StringTransport::StringTransport;
    std::weak_ptr<Protocol> protocol;  // set it before the protocol runs

    void loseConnection() override;
    void abortConnection() override;

  private:
    void lose(const Failure& reason);
};

}  // namespace untwist::testing
