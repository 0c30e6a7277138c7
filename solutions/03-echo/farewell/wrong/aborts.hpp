// Fails: at a full stop the server says goodbye and closes
//
// write only queues the bytes: they leave when you have returned to the
// reactor. abortConnection throws the queue away and resets the connection, so
// your goodbye is never sent. loseConnection sends first and closes then.
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
        transport().abortConnection();
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
