// Solution: call whoever poll found ready.
//
// The loop goes over `polled`, which no callback can reach, and looks each
// descriptor up again before each call. Skipping one that has been erased is
// all there is to do: poll will not be asked about it again. The copy of the
// callback keeps it, and what it captured, alive while it runs, even if it
// erases its own watch.
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
    constexpr int kOver = POLLHUP | POLLERR | POLLNVAL;
    for (const auto& [fd, events, revents] : polled) {
        if (revents & (POLLIN | kOver)) callOne(watches, fd, &Watch::reader);
        if (revents & (POLLOUT | kOver)) callOne(watches, fd, &Watch::writer);
    }
}
