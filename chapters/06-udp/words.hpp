// What the two clients of this chapter have to say, a word in each datagram.
#pragma once

#include <string>
#include <vector>

inline const std::vector<std::string> kWords{
    "datagrams", "may",   "be", "lost", "or",
    "come",      "twice", "or", "swap", "places"};
