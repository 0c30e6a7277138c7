// Fails: a second fetch knows nothing of the first
//
// The text is in the factory, and the factory outlives the connection. You
// clear the text when you have handed it on, but a connection that breaks in
// the middle leaves its half behind, and the next text begins with that. A text
// in the protocol would have gone with its connection.
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
    explicit Fetch(std::string& text) : text_(text) {}

  private:
    void dataReceived(untwist::Bytes data) override { text_ += data; }

    std::string& text_;
};

class FetchOnce : public untwist::ClientFactory {
  public:
    FetchOnce(OnText onText, OnFailure onFailure)
        : onText_(std::move(onText)), onFailure_(std::move(onFailure)) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<Fetch>(text_);
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& reason) override {
        onFailure_(reason);
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionDone>()) {
            onText_(std::exchange(text_, ""));
        } else {
            onFailure_(reason);
        }
    }

  private:
    OnText onText_;
    OnFailure onFailure_;
    std::string text_;
};
