// Exercise: an echo server that answers in capital letters. You edit this file.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data);
        // TODO: turn a to z into A to Z, and leave every other byte alone.
        transport().write(answer);
    }
};
