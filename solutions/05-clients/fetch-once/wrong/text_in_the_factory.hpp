// Fails: two fetches at once do not mix
//
// One factory may have several connections at the same time, and yours has one
// text for all of them. What belongs to a connection goes into its protocol.
// You clear the text for each new connection; with one after the other that
// works, which is how this one stays hidden.
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
        text_.clear();
        return std::make_shared<Fetch>(text_);
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& reason) override {
        onFailure_(reason);
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionDone>()) {
            onText_(text_);
        } else {
            onFailure_(reason);
        }
    }

  private:
    OnText onText_;
    OnFailure onFailure_;
    std::string text_;
};
