// Solution: one sentence.
//
// Why it is right, and why it is done in this way.
#pragma once

#include "untwist/untwist.hpp"

class TheTask : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override { transport().write(data); }
};
