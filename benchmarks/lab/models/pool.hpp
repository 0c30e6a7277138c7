// Model 3: the same calls that wait, on so many threads and no more. A client
// has its thread until it hangs up; who comes when all are taken waits.
#pragma once

#include <thread>
#include <vector>

#include "models/blocking.hpp"

namespace untwist::lab {

inline constexpr int kPoolThreads = 64;

inline void servePool(Listener& port, const Service& service) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kPoolThreads; ++i) {
        threads.emplace_back([&] { serveBlocking(port, service); });
    }
}  // joins them all: it never ends either

}  // namespace untwist::lab
