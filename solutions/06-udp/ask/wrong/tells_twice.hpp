// Fails: a second answer changes nothing
//
// Two questions may get two answers, and a network may double one. You tell
// each of them. Who gets two results for one question does something twice, or
// falls over. The first one closes the matter.
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
        if (from != server_) return;
        if (next_.active()) next_.cancel();
        done_(std::string(datagram));
    }

    untwist::IReactorTime& time_;
    untwist::Address server_;
    std::string question_;
    Done done_;
    int times_ = 0;
    untwist::DelayedCall next_;
};
