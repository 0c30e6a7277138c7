// Solution: ask until there is an answer.
//
// One handle says all: while a call is to come, the matter is open. The answer
// cancels it, and so does the end of the port. When the call comes for the
// sixth time there is nobody left to wait for. Each of them is the only way to
// done_, and each closes the others.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Ask : public untwist::DatagramProtocol {
  public:
    using Done = std::function<void(std::optional<std::string> answer)>;

    static constexpr int kMostTimes = 5;
    static constexpr std::chrono::seconds kPatience{1};

    Ask(untwist::IReactorTime& time, untwist::Address server,
        std::string question, Done done)
        : time_(time),
          server_(server),
          question_(std::move(question)),
          done_(std::move(done)) {}

  private:
    void startProtocol() override { send(); }

    void stopProtocol() override {
        if (next_.active()) next_.cancel();
    }

    void send() {
        if (times_ == kMostTimes) return done_(std::nullopt);
        ++times_;
        transport().write(question_, server_);
        next_ = time_.callLater(kPatience, [this] { send(); });
    }

    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        if (from != server_ || !next_.active()) return;
        next_.cancel();
        done_(std::string(datagram));
    }

    untwist::IReactorTime& time_;
    untwist::Address server_;
    std::string question_;
    Done done_;
    int times_ = 0;
    untwist::DelayedCall next_;  // active while the matter is open
};
