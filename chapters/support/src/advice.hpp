// What to tell a person: how to start this program, and why it cannot listen.
#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "support/options.hpp"

namespace untwist::support {

// "./untwist run 3/broken" for build/dev/chapters/03-echo/03-echo-broken,
// "./untwist compare" for untwist-compare; the bare name of any other.
std::string howToRun(std::string_view path);

// "cannot listen on 127.0.0.1:8000: the port is in use; ...", or "" for an
// error that has nothing to do with listening.
std::string cannotListen(const Options& options, std::error_code error);

}  // namespace untwist::support
