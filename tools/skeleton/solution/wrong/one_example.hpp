// Fails: it goes on answering
//
// You answer what comes first and then hang up. Say here, to whoever made this
// mistake, what happens and why it is tempting.
#pragma once

#include "untwist/untwist.hpp"

class TheTask : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        transport().write(data);
        transport().loseConnection();
    }
};
