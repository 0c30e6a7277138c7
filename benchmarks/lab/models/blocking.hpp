// Model 1: one thread, calls that wait, one client after the other.
#pragma once

#include <thread>

#include "service.hpp"
#include "sockets.hpp"

namespace untwist::lab {

// #region serve
inline void talk(Client client, const Service& service) {
    while (const auto request = client.readLine()) {  // the thread sleeps here
        service.compute();
        std::this_thread::sleep_for(service.wait);  // and here
        client.sendLine(*request);
    }
}

inline void serveBlocking(Listener& port, const Service& service) {
    for (;;) talk(port.accept(), service);
}
// #endregion

}  // namespace untwist::lab
