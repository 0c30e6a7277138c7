// Exercise: a server that counts. You edit this file.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class CountBytes : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        // TODO: answer each '?' with the number of bytes that came before it on
        // this connection, and a line end. Other bytes get no answer.
        transport().write(std::to_string(data.size()) + "\n");
    }
};
