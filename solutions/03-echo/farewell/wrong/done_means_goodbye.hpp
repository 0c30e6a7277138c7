// Fails: who leaves without a full stop has not said goodbye
//
// ConnectionDone says that the connection was closed in order. It does not say
// by whom: a client that just closes gives the same reason as your own
// loseConnection. What you have done, you have to remember yourself.
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
    }

    void connectionLost(const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionDone>()) {
            diary_ += "said goodbye\n";
        } else {
            diary_ += "was cut off\n";
        }
    }

    std::string& diary_;
};
