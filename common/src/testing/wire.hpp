// The transport of a Conversation: both ends of one connection, in memory.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "untwist/function.hpp"
#include "untwist/protocol.hpp"

namespace untwist::testing {

// Makes the calls into the code under test: each shows in the story while it
// runs, and what it throws is kept.
class Caller {
  public:
    // `what` is "dataReceived of Echo".
    std::optional<Failure> call(const std::string& what, Callback function,
                                const std::string& given = {});

    const std::string& firstThrown() const { return firstThrown_; }

  private:
    std::string firstThrown_;
};

// The protocol has it as its transport; a client plays the other end. Nothing
// moves but in turn(), so no call of the protocol's runs inside another.
//
// It owns the protocol until the connection is lost, or until cut().
class Wire final : public Transport, public std::enable_shared_from_this<Wire> {
  public:
    enum class End { open, closed, reset };  // as the client sees it

    // `bite` is how many bytes the client takes at a time; 0: all there are.
    Wire(Caller& caller, Address peer, std::size_t bite);

    void start(std::shared_ptr<Protocol> protocol);  // null: refused
    void cut() { protocol_.reset(); }
    void stop();  // what the end of the reactor does to it

    // One thing happens on this connection. False: there is nothing to do.
    bool turn();

    // The client's end.
    void deliver(std::string read) { reads_.push_back(std::move(read)); }
    void deliverEnd() { peerDone_ = true; }
    void deliverReset() { peerReset_ = true; }
    void leave();  // the client closes: it hears no more
    void setListening(bool listening) { listening_ = listening; }
    std::string& heard() { return heard_; }  // and not yet expected
    End end() const { return end_; }

    void write(Bytes data) override;
    void writeSequence(std::span<const Bytes> pieces) override;
    void loseConnection() override { disconnecting_ = true; }
    void abortConnection() override { aborting_ = true; }
    void loseWriteConnection() override { writeClosing_ = true; }
    bool disconnecting() const override {
        return disconnecting_ || aborting_ || lost_;
    }
    Address getPeer() const override { return peer_; }
    Address getHost() const override;
    void setTcpNoDelay(bool enabled) override { noDelay_ = enabled && !lost_; }
    bool getTcpNoDelay() const override { return noDelay_; }
    void setTcpKeepAlive(bool enabled) override {
        keepAlive_ = enabled && !lost_;
    }
    bool getTcpKeepAlive() const override { return keepAlive_; }
    void pauseProducing() override { paused_ = true; }
    void resumeProducing() override { paused_ = false; }
    void registerProducer(std::shared_ptr<IProducer> producer,
                          bool streaming) override;
    void unregisterProducer() override { producer_.reset(); }

  private:
    static constexpr std::size_t kOutputLimit = 65536;

    void call(const char* what, Callback function, Bytes given = {});
    bool read();
    bool send();
    bool feed();
    bool close();
    void lose(const Failure& reason);

    Caller& caller_;
    Address peer_;
    std::size_t bite_;
    std::shared_ptr<Protocol> protocol_;
    IHalfCloseableProtocol* halfCloseable_ = nullptr;
    std::shared_ptr<IProducer> producer_;
    std::deque<std::string> reads_;
    std::string output_;
    std::size_t sent_ = 0;  // of output_
    std::string heard_;
    End end_ = End::open;

    bool peerDone_ = false;    // its FIN is on the way
    bool readClosed_ = false;  // and has been noticed
    bool peerReset_ = false;
    bool peerGone_ = false;
    bool listening_ = true;
    bool paused_ = false;
    bool outputFull_ = false;  // too much unsent: we read no more
    bool disconnecting_ = false;
    bool aborting_ = false;
    bool writeClosing_ = false;
    bool writeClosed_ = false;
    bool lost_ = false;
    bool streaming_ = false;
    bool producerWaits_ = false;  // it is asked for more once all is sent
    bool noDelay_ = false;
    bool keepAlive_ = false;
};

}  // namespace untwist::testing
