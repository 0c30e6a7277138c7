// Exercise: fetch a text, once, and tell how it went. You edit this file.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

using OnText = std::function<void(const std::string& text)>;
using OnFailure = std::function<void(const untwist::Failure& reason)>;

// One connection.
class Fetch : public untwist::Protocol {
  public:
    explicit Fetch(OnText onText) : onText_(std::move(onText)) {}

  private:
    void dataReceived(untwist::Bytes data) override {
        // TODO: this may be a piece of the text. When is it all there?
        onText_(std::string(data));
    }

    OnText onText_;
};

class FetchOnce : public untwist::ClientFactory {
  public:
    FetchOnce(OnText onText, OnFailure onFailure)
        : onText_(std::move(onText)), onFailure_(std::move(onFailure)) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<Fetch>(onText_);
    }

    // TODO: who calls onFailure_?

  private:
    OnText onText_;
    OnFailure onFailure_;
};
