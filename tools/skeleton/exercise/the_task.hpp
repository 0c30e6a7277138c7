// Exercise: one sentence. You edit this file.
#pragma once

#include "untwist/untwist.hpp"

class TheTask : public untwist::Protocol {
    void dataReceived(untwist::Bytes /*data*/) override {
        // TODO: what is missing.
    }
};
