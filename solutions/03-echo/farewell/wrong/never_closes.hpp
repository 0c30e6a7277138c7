// Fails: at a full stop the server says goodbye and closes
//
// You say goodbye and leave the line open. The client waits for an end that
// does not come, and its connection stays with you, a descriptor and all.
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
