// Fails: a question is answered with the number of bytes before it
//
// You count how often dataReceived was called. That is the number of reads,
// and it says more about the network than about the client: five bytes can
// come in one read or in five. Count the bytes in each.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class CountBytes : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        ++count_;
        if (data.find('?') != untwist::Bytes::npos) {
            transport().write(std::to_string(count_) + "\n");
        }
    }

    std::size_t count_ = 0;
};
