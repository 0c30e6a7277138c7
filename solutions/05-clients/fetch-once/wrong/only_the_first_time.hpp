// Fails: after a failure a text may still come, when I ask again
//
// "Exactly once" is kept by a bool in the factory, so that what is told twice
// does not matter. But it is once for each attempt, and the factory is there
// for all of them: after its first answer it never gives another. Find out why
// something is told twice, rather than drop the second.
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
        return std::make_shared<Fetch>(
            [this](const std::string& text) {
                if (!std::exchange(told_, true)) onText_(text);
            },
            [this](const untwist::Failure& reason) { fail(reason); });
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& reason) override {
        fail(reason);
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& reason) override {
        fail(reason);
    }

  private:
    void fail(const untwist::Failure& reason) {
        if (!std::exchange(told_, true)) onFailure_(reason);
    }

    OnText onText_;
    OnFailure onFailure_;
    bool told_ = false;
};
