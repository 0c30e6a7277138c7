// Fails: a connection that breaks is told from one that is closed
//
// You do not look at the reason. A client whose machine went down has not
// "left", and whoever reads the diary wants to know.
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

    void connectionLost(const untwist::Failure& /*reason*/) override {
        diary_ += saidGoodbye_ ? "said goodbye\n" : "left\n";
    }

    std::string& diary_;
    bool saidGoodbye_ = false;
};
