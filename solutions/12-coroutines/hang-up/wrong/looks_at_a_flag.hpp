// Fails: who leaves is the end of the question
//
// You note that the client has left, and look when the answer is there. Nothing
// is sent to nobody, and the shared pointer keeps the flag alive. But the
// question goes on; a server that never answers keeps all of it for ever.
// Cancel it: then there is nothing to look at.
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

    void connectionLost(const untwist::Failure& /*reason*/) override {
        gone_ = true;
    }

  private:
    untwist::Deferred<void> answer() {
        const auto self = shared_from_this();
        for (const auto& server : servers_) {
            try {
                const auto quote = co_await ask_(server);
                if (gone_) co_return;
                transport().write(quote + "\r\n");
                transport().loseConnection();
                co_return;
            } catch (const std::exception&) {
                if (gone_) co_return;
            }
        }
        transport().write("sorry\r\n");
        transport().loseConnection();
    }

    std::vector<std::string> servers_;
    Ask ask_;
    bool gone_ = false;
};
