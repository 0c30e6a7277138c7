// Fails: no error is left unhandled
//
// You let CancelledError go on. That is right when somebody awaits the
// coroutine. Here nobody does: answering_ goes with the failure in it, and it
// is logged as unhandled. This is where it ends, so handle it here (or add an
// errback).
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
                throw;
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
