// Exercise: ask until there is an answer. You edit this file.
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
    void startProtocol() override {
        // TODO: this asks twice, whatever comes, and never gives up.
        transport().write(question_, server_);
        time_.callLater(kPatience,
                        [this] { transport().write(question_, server_); });
    }

    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& /*from*/) override {
        done_(std::string(datagram));
    }

    untwist::IReactorTime& time_;
    untwist::Address server_;
    std::string question_;
    Done done_;
};
