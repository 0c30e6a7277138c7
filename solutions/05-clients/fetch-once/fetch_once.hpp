// Solution: fetch a text, once, and tell how it went.
//
// Two places tell, and no ending reaches both. An attempt that fails has no
// protocol, so the factory tells. From the moment there is a connection, its
// protocol knows all: the text, and by the reason whether that is all of it.
// clientConnectionLost comes after connectionLost and has nothing to add.
//
// The text is a member of the protocol: one for each connection, and gone with
// it. The factory stays, and remembers nothing.
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

  private:
    OnText onText_;
    OnFailure onFailure_;
};
