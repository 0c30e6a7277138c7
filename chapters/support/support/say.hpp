// How a chapter program prints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace untwist::support {

// One line to standard output, flushed, so that it shows at once in a pipe.
// Ends the program: quietly, with 0, if the reader has gone (| head -1); with
// a line on standard error and 1, if it cannot be written (a full disk).
void say(std::string_view line);

// Says where a server listens, and how to talk to it: with `client`.
void sayListening(const std::string& host, std::uint16_t port,
                  const std::string& client = "nc");

}  // namespace untwist::support
