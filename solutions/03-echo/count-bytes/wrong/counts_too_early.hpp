// Fails: two questions in one message get two counts
//
// You add the whole read to the count before you look for questions. So a
// question is answered with bytes that came behind it, and with itself. It
// works while the '?' is the last byte of its read, and you cannot know that.
#pragma once

#include <algorithm>
#include <string>

#include "untwist/untwist.hpp"

class CountBytes : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        const auto questions = std::ranges::count(data, '?');
        count_ += data.size() - static_cast<std::size_t>(questions);
        for (auto i = questions; i > 0; --i) {
            transport().write(std::to_string(count_) + "\n");
        }
    }

    std::size_t count_ = 0;
};
