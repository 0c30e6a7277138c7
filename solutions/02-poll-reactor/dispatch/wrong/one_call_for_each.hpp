// Fails: who is ready for both gets both calls, the reader's first
//
// You use else: who can be read is not asked whether it can be written. A
// client that sends all the time then never gets its answers, as there is
// always something to read. revents is a set of bits; look at each.
#pragma once

#include <poll.h>

#include <functional>
#include <map>
#include <vector>

struct Watch {
    std::function<void()> reader;
    std::function<void()> writer;
};

using Watches = std::map<int, Watch>;

inline void callOne(Watches& watches, int fd,
                    std::function<void()> Watch::*which) {
    const auto found = watches.find(fd);
    if (found == watches.end()) return;
    const auto alive = found->second.*which;
    if (alive) alive();
}

inline void dispatch(const std::vector<pollfd>& polled, Watches& watches) {
    for (const auto& entry : polled) {
        if (entry.revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL)) {
            callOne(watches, entry.fd, &Watch::reader);
        } else if (entry.revents & POLLOUT) {
            callOne(watches, entry.fd, &Watch::writer);
        }
    }
}
