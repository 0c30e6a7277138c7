// For the servers without a library: plain sockets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace untwist::bench {

// A socket that listens on 127.0.0.1, `type` SOCK_STREAM (bound and
// listening) or SOCK_DGRAM (bound), with flags such as SOCK_NONBLOCK. Tells
// its port. Throws std::system_error.
int listenOn(int type);

// Throws std::system_error, with errno, if `result` is negative.
int check(int result, const char* what);

}  // namespace untwist::bench
