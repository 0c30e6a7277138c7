// Fails: the end of a pipe calls its reader
//
// You look at POLLIN and POLLOUT, the two that you asked for. When the other
// end of a pipe closes, poll reports POLLHUP alone. You call nobody, nothing
// changes, and poll reports it again at once: the loop spins and takes a whole
// core, for a connection that has ended. The reader must be called, so that it
// can read the end and remove itself.
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
        if (entry.revents & POLLIN) {
            callOne(watches, entry.fd, &Watch::reader);
        }
        if (entry.revents & POLLOUT) {
            callOne(watches, entry.fd, &Watch::writer);
        }
    }
}
