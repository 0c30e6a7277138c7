// Fails: who leaves is the end of the question
//
// You keep the protocol alive until the answer is there. That is safe: the
// transport takes what you write, and does nothing. But the server works for
// nobody, and if it never answers, the protocol stays for ever. Cancel what you
// wait for.
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

    void connectionMade() override { answer(); }

  private:
    untwist::Deferred<void> answer() {
        const auto self = shared_from_this();
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
};
