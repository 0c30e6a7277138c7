// Fails: who leaves is the end of the question
//
// You cancel, and the coroutine takes CancelledError for one more server
// without a quote: it asks the next, for a client that has left, and nobody
// cancels that one. Whoever catches std::exception catches CancelledError, too.
// Give it a catch of its own, before the other.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;

class Relay : public untwist::Protocol {
  public:
    Relay(std::vector<std::string> servers, Ask ask)
        : servers_(std::move(servers)), ask_(std::move(ask)) {}

    void connectionMade() override { answering_ = answer(); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        answering_.cancel();
    }

  private:
    untwist::Deferred<void> answer() {
        for (const auto& server : servers_) {
            try {
                const auto quote = co_await ask_(server);
                transport().write(quote + "\r\n");
                transport().loseConnection();
                co_return;
            } catch (const std::exception&) {
                // the next one, then
            }
        }
        transport().write("sorry\r\n");
        transport().loseConnection();
    }

    std::vector<std::string> servers_;
    Ask ask_;
    untwist::Deferred<void> answering_;
};
