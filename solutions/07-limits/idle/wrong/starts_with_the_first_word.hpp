// Fails: who never says a word is cut off as well
//
// The time starts when the first bytes come. A client that connects and says
// nothing is never timed, and that is the very one you wanted to be rid of.
// Start the time when the connection is made.
#pragma once

#include <chrono>

#include "untwist/untwist.hpp"

class IdleEcho : public untwist::Protocol, public untwist::TimeoutMixin {
  public:
    IdleEcho(untwist::IReactorTime& time, untwist::Duration patience)
        : TimeoutMixin(time), patience_(patience) {}

  private:
    void dataReceived(untwist::Bytes data) override {
        setTimeout(patience_);
        transport().write(data);
    }

    void timeoutConnection() override { transport().abortConnection(); }

    untwist::Duration patience_;
};
