// Model 2: the same calls that wait, but a thread for each client.
#pragma once

#include <functional>
#include <thread>

#include "models/blocking.hpp"

namespace untwist::lab {

inline void serveThreads(Listener& port, const Service& service) {
    for (;;) {
        std::thread(talk, port.accept(), std::cref(service)).detach();
    }
}

}  // namespace untwist::lab
