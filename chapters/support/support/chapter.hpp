// The main that every chapter program on the library shares.
#pragma once

#include "support/options.hpp"
#include "support/say.hpp"
#include "support/standalone.hpp"
#include "untwist/untwist.hpp"

namespace untwist::support {

// Parses the command line, makes a Reactor, calls setUp, runs the reactor
// until Ctrl-C, SIGTERM or stop(), and returns main's exit code. With --trace
// FILE it records every event as a Chrome trace. Warns of callbacks that hold
// the reactor for longer than 0.1 s. An exception from setUp (a busy
// port, say) becomes one line on standard error that says what to do, and exit
// code 1.
int chapter(int argc, char** argv,
            Function<void(Reactor& reactor, const Options& options)> setUp);

// The same with options that the chapter adds; it has not been parsed yet.
int chapter(int argc, char** argv, Options& options,
            Function<void(Reactor& reactor, const Options& options)> setUp);

// As in say.hpp, for port->getHost().
void sayListening(const Address& address);

}  // namespace untwist::support
