// Exercise: a server that says goodbye, and knows who did not. You edit this
// file.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Farewell : public untwist::Protocol {
  public:
    // `diary` outlives all connections, which share it.
    explicit Farewell(std::string& diary) : diary_(diary) {}

  private:
    void dataReceived(untwist::Bytes data) override {
        // TODO: at a full stop, say goodbye and close the connection.
        if (data == "Bye.") transport().write("Goodbye!\n");
    }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        // TODO: "said goodbye\n", "left\n" or "was cut off\n"?
        diary_ += "is gone\n";
    }

    std::string& diary_;
};
