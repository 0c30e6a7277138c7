// Fails: an answer that comes after all touches nothing
//
// Nobody tells the coroutine that the client has left. It waits on, the
// protocol is destroyed, and then the answer comes: transport_ and servers_
// belong to an object that is gone. (AddressSanitizer stops it there.) End the
// coroutine when the connection ends.
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
