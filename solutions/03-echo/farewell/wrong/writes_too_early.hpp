// Fails: nothing is in the diary before the connection is over
//
// loseConnection is a request. When it returns, the connection is still there
// and your goodbye has not left; it may never arrive. What happened is known in
// connectionLost, and only there.
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
        diary_ += "said goodbye\n";
    }

    void connectionLost(const untwist::Failure& reason) override {
        if (saidGoodbye_) return;
        const bool broke = reason.check<untwist::error::ConnectionLost>();
        diary_ += broke ? "was cut off\n" : "left\n";
    }

    std::string& diary_;
    bool saidGoodbye_ = false;
};
