// Sends words over a link that loses, doubles and swaps them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

// #region reliable
// One word at a time, with a number, again and again until its echo has come.
// ("Stop and wait": slow, and the simplest thing that works.)
class Reliable : public untwist::DatagramProtocol {
  public:
    using Say = std::function<void(std::string_view line)>;
    using Done = std::function<void()>;

    Reliable(untwist::IReactorTime& time, untwist::Address server,
             untwist::Duration patience, std::vector<std::string> words,
             Say say, Done done)
        : time_(time),
          server_(server),
          patience_(patience),
          words_(std::move(words)),
          say_(std::move(say)),
          done_(std::move(done)) {}

  private:
    void startProtocol() override {
        transport().connect(server_.host(), server_.port());
        send();
    }

    void stopProtocol() override {
        if (again_.active()) again_.cancel();
    }

    void datagramReceived(untwist::Bytes echo,
                          const untwist::Address& /*from*/) override {
        if (isOver() || echo != current()) {
            say_("  ignored: " + untwist::escaped(echo));
            return;
        }
        say_(current());
        again_.cancel();
        ++next_;
        isOver() ? done_() : send();
    }

    void send() {
        transport().write(current());
        again_ = time_.callLater(patience_, [this] {
            say_("  again: " + current());
            send();
        });
    }

    bool isOver() const { return next_ == words_.size(); }
    std::string current() const {
        return std::to_string(next_ + 1) + ' ' + words_[next_];
    }

    untwist::IReactorTime& time_;
    untwist::Address server_;
    untwist::Duration patience_;
    std::vector<std::string> words_;
    Say say_;
    Done done_;
    std::size_t next_ = 0;        // the word that is on its way
    untwist::DelayedCall again_;  // sends it again
};
// #endregion
