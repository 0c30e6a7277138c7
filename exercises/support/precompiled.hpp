// What every check includes, compiled once.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"
#include "untwist/untwist.hpp"

// In C++20, libstdc++ has each file compile the std::string that it uses; here
// the library of the checks does, once. (The standard does not promise that
// this works. It does, and a learner waits a tenth less for each check.)
#ifdef __GLIBCXX__
extern template class std::basic_string<char>;
#endif
