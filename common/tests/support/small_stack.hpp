// For tests: code that must not need a deep stack.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <functional>
#include <stdexcept>

namespace untwist::test {

// Runs `call` on a thread with a stack of 256 KiB, and waits for it. A
// recursion over the stages of a long chain ends the program there.
inline void onSmallStack(std::function<void()> call) {
    constexpr std::size_t kSize = 256 * std::size_t{1024};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kSize);
    pthread_t thread{};
    const auto error = pthread_create(
        &thread, &attributes,
        [](void* argument) -> void* {
            (*static_cast<std::function<void()>*>(argument))();
            return nullptr;
        },
        &call);
    pthread_attr_destroy(&attributes);
    if (error != 0) throw std::runtime_error("cannot start a thread");
    pthread_join(thread, nullptr);
}

}  // namespace untwist::test
