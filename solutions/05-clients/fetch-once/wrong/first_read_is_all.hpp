// Fails: the text may come in pieces
//
// The first read is what has arrived so far. On your own machine, with a short
// text, that happens to be all of it. Only the server knows when it has said
// everything, and it says so by closing: collect until then.
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
    void dataReceived(untwist::Bytes data) override {
        if (std::exchange(told_, true)) return;
        onText_(std::string(data));
        transport().loseConnection();
    }

    void connectionLost(const untwist::Failure& reason) override {
        if (told_) return;
        if (reason.check<untwist::error::ConnectionDone>()) {
            onText_("");
        } else {
            onFailure_(reason);
        }
    }

    OnText onText_;
    OnFailure onFailure_;
    bool told_ = false;
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

  private:
    OnText onText_;
    OnFailure onFailure_;
};
