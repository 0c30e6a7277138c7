// Solution: a coroutine that ends with its connection.
//
// The protocol keeps what its coroutine returned, and cancels it when the
// connection is lost. That hangs up on the server, and CancelledError is thrown
// at the co_await. The coroutine ends there, inside connectionLost: this is
// alive, and nothing of it is left when this goes.
//
// CancelledError is an exception like any other. The catch that tries the next
// server would take it for one more server without a quote, so it has a catch
// of its own, before that. Returning, rather than throwing on, makes an end of
// it: nobody waits for answer(), and a failure would be logged as unhandled.
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
            } catch (const untwist::error::CancelledError&) {
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
