// Fails: a connection that breaks is told as a failure, and only that
//
// A connection that ends is reported in two places: to its protocol, then to
// its factory. You tell of the failure in both. They are two views of one end:
// choose one. (The other hook, clientConnectionFailed, is a different end, and
// that one has only one place.)
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

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& reason) override {
        onFailure_(reason);
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& reason) override {
        if (!reason.check<untwist::error::ConnectionDone>()) onFailure_(reason);
    }

  private:
    OnText onText_;
    OnFailure onFailure_;
};
