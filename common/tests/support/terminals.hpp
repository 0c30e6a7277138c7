// For tests: whether this system can make terminals. One as bare as a chroot
// without /dev/pts cannot.
#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): grantpt
#include <unistd.h>

namespace untwist::test {

// Says so, if it cannot; for a test to end with.
inline bool cannotMakeTerminals() {
    const int end = ::posix_openpt(O_RDWR | O_NOCTTY);
    const bool works = end >= 0 && ::grantpt(end) == 0;
    if (end >= 0) ::close(end);
    if (!works) MESSAGE("not tested: this system cannot make a terminal");
    return !works;
}

}  // namespace untwist::test
