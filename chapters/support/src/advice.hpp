// What to tell a person whose server cannot listen.
#pragma once

#include <string>
#include <system_error>

#include "support/options.hpp"

namespace untwist::support {

// "cannot listen on 127.0.0.1:8000: the port is in use; ...", or "" for an
// error that has nothing to do with listening.
std::string cannotListen(const Options& options, std::error_code error);

}  // namespace untwist::support
