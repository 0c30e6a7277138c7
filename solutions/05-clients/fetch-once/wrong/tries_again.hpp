// Fails: nothing is tried again
//
// connect() in clientConnectionFailed begins a new attempt, and when nobody
// listens the next one fails at once, too. So you ask as fast as the network
// can say no, for as long as nobody listens. Whoever wants to try again should
// wait in between, and more each time: that is the next exercise.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

using OnText = std::function<void(const std::string& text)>;
using OnFailure = std::function<void(const untwist::Failure& reason)>;

class Fetch : public untwist::Protocol {
  public:
    Fetch(OnText onText, OnFailure onFailure)
        : onText_(std::move(onText)), onFailure_(std::move(onFailure)) {}

  private:
    void dataReceived(untwist::Bytes data) override { text_ += data; }

    void connectionLost(const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionDone>()) {
            onText_(text_);
        } else {
            onFailure_(reason);
        }
    }

    OnText onText_;
    OnFailure onFailure_;
    std::string text_;
};

class FetchOnce : public untwist::ClientFactory {
  public:
    FetchOnce(OnText onText, OnFailure onFailure)
        : onText_(std::move(onText)), onFailure_(std::move(onFailure)) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<Fetch>(onText_, onFailure_);
    }

    void clientConnectionFailed(untwist::Connector& connector,
                                const untwist::Failure& reason) override {
        onFailure_(reason);
        connector.connect();
    }

  private:
    OnText onText_;
    OnFailure onFailure_;
};
