// Fails: every message is answered, not only the first
//
// You take the first read for the whole conversation, answer it and hang up.
// A read is only what has arrived so far: one byte of it, or three messages.
// The client decides when it is done; until then there is more to answer.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data);
        for (char& c : answer) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        transport().write(answer);
        transport().loseConnection();
    }
};
