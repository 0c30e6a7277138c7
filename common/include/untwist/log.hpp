// Where the library says what it cannot tell anybody else.
#pragma once

#include <string_view>

#include "untwist/failure.hpp"
#include "untwist/function.hpp"

namespace untwist::log {

// Gets each message, one line or a few, without a final newline.
using Observer = Function<void(std::string_view message)>;

// Sends messages to `observer` from now on and returns the one before. The
// first one writes to standard error. An empty observer drops every message.
// Not while other threads run a reactor.
Observer setObserver(Observer observer);

void msg(std::string_view message);

// "Unhandled error in <doing>: <type>: <message>"
void err(const Failure& failure, std::string_view doing);

}  // namespace untwist::log
