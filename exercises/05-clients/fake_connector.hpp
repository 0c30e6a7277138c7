// For the checks of this chapter: a connector whose attempts and connections
// end as the check says.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/testing/story.hpp"
#include "untwist/testing/string_transport.hpp"
#include "untwist/untwist.hpp"

// As with the reactor's connectors, somebody keeps it alive while an attempt or
// a connection lasts (here it is itself), and nobody does at other times.
class FakeConnector final : public untwist::Connector {
  public:
    using ClientFactoryPtr = std::shared_ptr<untwist::ClientFactory>;

    // `server` is what the story calls the other side.
    explicit FakeConnector(ClientFactoryPtr factory,
                           std::string server = "the server",
                           Destination destination = {"192.0.2.1", 9001})
        : factory_(std::move(factory)),
          server_(std::move(server)),
          destination_(std::move(destination)) {}

    // A connector that has begun its first attempt.
    static std::weak_ptr<FakeConnector> connecting(
        ClientFactoryPtr factory, std::string server = "the server") {
        const auto connector = std::make_shared<FakeConnector>(
            std::move(factory), std::move(server));
        connector->connect();
        return connector;
    }

    int attempts = 0;

    // --- What the check lets happen ---

    void refuse() {
        untwist::testing::step(server_ + " refuses");
        fail(untwist::Failure(untwist::error::ConnectionRefusedError()));
    }

    void accept() {
        untwist::testing::step(server_ + " accepts");
        begin();
        settle();
    }

    // The same, and an end that the client asks for at once comes too late.
    void acceptAndBreakDown() {
        untwist::testing::step(server_ + " accepts");
        begin();
        breakDown();
    }

    void say(untwist::Bytes text) {
        untwist::testing::step(server_ + " says " +
                               untwist::testing::quoted(text));
        protocol_->dataReceived(text);
        settle();
    }

    void hangUp() {
        untwist::testing::step(server_ + " closes, in order");
        lose(untwist::Failure(untwist::error::ConnectionDone()));
    }

    void breakDown() {
        untwist::testing::step("the connection to " + server_ + " breaks");
        lose(untwist::Failure(untwist::error::ConnectionLost()));
    }

    // What the client has asked of its transport happens now.
    void settle() {
        if (!transport_ || !transport_->disconnecting()) return;
        untwist::testing::remark("the client has closed the connection");
        lose(untwist::Failure(untwist::error::ConnectionDone()));
    }

    // The check is over: nothing more comes of the attempt or connection.
    void forget() { const auto keep = std::exchange(alive_, nullptr); }

    // --- What the client may do ---

    void connect() override {
        if (state_ != State::disconnected) {
            throw std::logic_error(
                "connect: this connector is connecting or connected already");
        }
        state_ = State::connecting;
        alive_ = shared_from_this();
        ++attempts;
        untwist::testing::remark("attempt " + std::to_string(attempts) +
                                 " to reach " + server_ + " begins");
        factory_->startedConnecting(*this);
    }

    void stopConnecting() override {
        if (state_ != State::connecting) {
            throw untwist::error::NotConnectingError();
        }
        untwist::testing::remark("the client stops the attempt");
        fail(untwist::Failure(untwist::error::UserError()));
    }

    void disconnect() override {
        if (state_ == State::connecting) return stopConnecting();
        if (transport_) transport_->loseConnection();
    }

    State state() const override { return state_; }
    Destination getDestination() const override { return destination_; }

  private:
    void begin() {
        REQUIRE(state_ == State::connecting);
        state_ = State::connected;
        protocol_ =
            factory_->buildProtocol({destination_.host, destination_.port});
        REQUIRE_MESSAGE(protocol_ != nullptr, "buildProtocol returned null");
        transport_ = std::make_shared<untwist::testing::StringTransport>();
        protocol_->makeConnection(transport_);
    }

    void fail(const untwist::Failure& reason) {
        REQUIRE(state_ == State::connecting);
        state_ = State::disconnected;
        const auto keep = std::exchange(alive_, nullptr);
        factory_->clientConnectionFailed(*this, reason);
    }

    void lose(const untwist::Failure& reason) {
        REQUIRE(state_ == State::connected);
        const auto keep = std::exchange(alive_, nullptr);
        transport_.reset();
        std::exchange(protocol_, nullptr)->connectionLost(reason);
        state_ = State::disconnected;
        factory_->clientConnectionLost(*this, reason);
    }

    ClientFactoryPtr factory_;
    std::string server_;
    Destination destination_;
    std::shared_ptr<untwist::Protocol> protocol_;
    std::shared_ptr<untwist::testing::StringTransport> transport_;
    std::shared_ptr<untwist::Connector> alive_;
    State state_ = State::disconnected;
};
