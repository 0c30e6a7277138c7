// Solution: a server that says goodbye, and knows who did not.
//
// loseConnection sends the goodbye before it closes, and stops reading at once:
// nothing that comes behind the full stop can be answered.
//
// The diary is written in connectionLost, because nothing is over before. The
// reason goes first: a connection can break while the goodbye is on its way.
// ConnectionDone alone does not tell who closed; the member does.
#pragma once

#include <string>

#include "untwist/error.hpp"
#include "untwist/untwist.hpp"

class Farewell : public untwist::Protocol {
  public:
    explicit Farewell(std::string& diary) : diary_(diary) {}

  private:
    void dataReceived(untwist::Bytes data) override {
        if (data.find('.') == untwist::Bytes::npos) return;
        transport().write("Goodbye!\n");
        transport().loseConnection();
        saidGoodbye_ = true;
    }

    void connectionLost(const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionLost>()) {
            diary_ += "was cut off\n";
        } else {
            diary_ += saidGoodbye_ ? "said goodbye\n" : "left\n";
        }
    }

    std::string& diary_;
    bool saidGoodbye_ = false;
};
