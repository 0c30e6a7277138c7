// Fails: a long text comes back whole
//
// 1024 bytes are enough for what you type by hand. The reactor hands you as
// much as has arrived, up to 64 KiB at a time, and what does not fit in your
// buffer is lost without a word. Make the answer as long as data is.
#pragma once

#include <algorithm>
#include <array>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::array<char, 1024> answer{};
        const auto size = std::min(data.size(), answer.size());
        for (std::size_t i = 0; i < size; ++i) {
            const char c = data[i];
            const bool small = c >= 'a' && c <= 'z';
            answer[i] = small ? static_cast<char>(c - 'a' + 'A') : c;
        }
        transport().write({answer.data(), size});
    }
};
