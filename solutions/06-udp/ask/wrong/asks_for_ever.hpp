// Fails: it is asked five times, a second apart, and no more
//
// Nobody counts. When the server is gone, this goes on until your program ends,
// and so do all the others that have asked it: a dead server gets more traffic
// than a living one. Count, and give up.
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
    untwist::DelayedCall next_;
};
