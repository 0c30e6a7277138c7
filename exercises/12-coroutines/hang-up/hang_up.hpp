// Exercise: a coroutine that ends with its connection. You edit this file.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

// Asks a server for its quote, which comes later.
using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;

// Whoever connects is sent a quote: from the first of the servers that has one.
class Relay : public untwist::Protocol {
  public:
    Relay(std::vector<std::string> servers, Ask ask)
        : servers_(std::move(servers)), ask_(std::move(ask)) {}

    void connectionMade() override { answer(); }

    // TODO: what if the client leaves while answer() waits?

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
};
