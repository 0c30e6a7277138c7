// What travels over a connection: a run of bytes.
#pragma once

#include <string>
#include <string_view>

namespace untwist {

// Borrowed bytes: valid until the call that hands them over returns. Copy them
// into a std::string to keep them. They may hold zeros and need not be text.
using Bytes = std::string_view;

// The bytes as a person can read them, on one line: printable ASCII as it is,
// the rest escaped (\n, \r, \t, \0, \x9f, \\, \").
std::string escaped(Bytes bytes);

}  // namespace untwist
