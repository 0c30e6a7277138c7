// Commands that wait for something run on our own reactor: child processes,
// keys, signals and timers are events of one loop.
#pragma once

#include <functional>

#include "untwist/untwist.hpp"

namespace untwist::tools {

// Thrown when SIGINT, SIGTERM or SIGHUP came; what was going on has been
// cancelled, and the child processes are gone by then.
struct Interrupted {
    int signal;
};

// Calls `main`, and runs a reactor until the Deferred that it returns has fired
// (twisted.internet.task.react). A signal to end cancels that Deferred. Returns
// its result, or throws its failure, or Interrupted.
int react(const std::function<Deferred<int>(Reactor&)>& main);

// Fires after that time (deferLater).
Deferred<void> later(IReactorTime& clock, Duration delay);

}  // namespace untwist::tools
