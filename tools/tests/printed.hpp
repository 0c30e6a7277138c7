// For tests: what a command prints to standard output.
#pragma once

#include <iostream>
#include <sstream>
#include <string>

namespace untwist::tools {

template <class F>
std::string printed(F command) {
    struct Redirected {
        explicit Redirected(std::streambuf* to) : before(std::cout.rdbuf(to)) {}
        ~Redirected() { std::cout.rdbuf(before); }
        std::streambuf* before;
    };
    const std::ostringstream text;
    const Redirected redirected(text.rdbuf());
    command();
    return text.str();
}

}  // namespace untwist::tools
