// Fails: a connection that breaks is told as a failure, and only that
//
// connectionLost comes at every end, and you take every end for the end of the
// text. A cable that was pulled gives you half a text, and you hand it on as a
// whole one. Nobody will notice until much later. The reason tells them apart:
// ConnectionDone is an end in order, everything else is not.
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
    explicit Fetch(OnText onText) : onText_(std::move(onText)) {}

  private:
    void dataReceived(untwist::Bytes data) override { text_ += data; }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        onText_(text_);
    }

    OnText onText_;
    std::string text_;
};

class FetchOnce : public untwist::ClientFactory {
  public:
    FetchOnce(OnText onText, OnFailure onFailure)
        : onText_(std::move(onText)), onFailure_(std::move(onFailure)) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<Fetch>(onText_);
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& reason) override {
        onFailure_(reason);
    }

  private:
    OnText onText_;
    OnFailure onFailure_;
};
