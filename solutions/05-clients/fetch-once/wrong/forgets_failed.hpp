// Fails: an attempt that fails is told
//
// You tell of every end that a connection can have. But when nobody listens
// there is no connection: no protocol is made, none of your functions is
// called, and whoever waits for the text waits for ever. That is what
// clientConnectionFailed is for. It is easy to forget: while you write a
// client, its server is always there.
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

  private:
    OnText onText_;
    OnFailure onFailure_;
};
