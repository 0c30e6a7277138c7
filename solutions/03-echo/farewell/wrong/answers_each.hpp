// Fails: one goodbye is enough
//
// You answer every full stop of a read. loseConnection means that you will get
// no more reads; it does not end the loop that you are in. You have to return.
#pragma once

#include <string>

#include "untwist/error.hpp"
#include "untwist/untwist.hpp"

class Farewell : public untwist::Protocol {
  public:
    explicit Farewell(std::string& diary) : diary_(diary) {}

  private:
    void dataReceived(untwist::Bytes data) override {
        for (const char byte : data) {
            if (byte != '.') continue;
            transport().write("Goodbye!\n");
            transport().loseConnection();
            saidGoodbye_ = true;
        }
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
