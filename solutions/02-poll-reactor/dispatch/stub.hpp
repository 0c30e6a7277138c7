// Exercise: call whoever poll found ready. You edit this file.
#pragma once

#include <poll.h>

#include <functional>
#include <map>
#include <vector>

// What a descriptor waits for. An empty callback waits for nothing.
struct Watch {
    std::function<void()> reader;
    std::function<void()> writer;
};

// By descriptor.
using Watches = std::map<int, Watch>;

// Called when poll has come back: each entry's revents says what it found.
//
// Calls the reader of each descriptor that can be read, then its writer if it
// can be written. POLLHUP, POLLERR and POLLNVAL concern both: somebody must
// act, or poll reports them again at once, for ever.
//
// Any callback may erase any watch from `watches`, its own too, and may add
// some. Who has been erased is not called.
inline void dispatch(const std::vector<pollfd>& polled, Watches& watches) {
    // TODO: look at each entry, and make the calls.
    static_cast<void>(polled);
    static_cast<void>(watches);
}
