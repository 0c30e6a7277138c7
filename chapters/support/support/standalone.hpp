// The main of a program that stands on plain sockets or plain Asio.
#pragma once

#include "support/options.hpp"
#include "support/say.hpp"
#include "untwist/function.hpp"

namespace untwist::support {

// Parses the command line, runs `body` and returns main's exit code. An
// exception becomes one line on standard error and exit code 1; where it is a
// port that cannot be listened on, the line says what to do.
int standalone(int argc, char** argv,
               Function<void(const Options& options)> body);

// The same with options that the program adds; it has not been parsed yet.
int standalone(int argc, char** argv, Options& options,
               Function<void(const Options& options)> body);

// Only the second half: runs `body`, turns an exception into one line and exit
// code 1.
int guarded(Function<int()> body);

}  // namespace untwist::support
