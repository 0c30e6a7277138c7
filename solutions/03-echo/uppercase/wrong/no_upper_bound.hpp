// Fails: digits, spaces and signs come back as they are
//
// The letters start at 'a', but they also end, at 'z'. Behind it come { | } ~,
// and you turn those into [ \ ] ^. A range has two ends.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data);
        for (char& c : answer) {
            if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
        }
        transport().write(answer);
    }
};
