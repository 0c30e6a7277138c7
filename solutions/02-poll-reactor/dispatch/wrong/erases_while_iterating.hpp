// Fails: a callback may erase itself
//
// You go through watches and call as you go. When a callback erases its own
// watch, the element under your loop is gone: the loop reads freed memory to
// find the next one, and the callback reads what it captured from freed memory,
// too. Go through polled, which no callback can change, and look each watch up.
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

inline void dispatch(const std::vector<pollfd>& polled, Watches& watches) {
    constexpr int kOver = POLLHUP | POLLERR | POLLNVAL;
    for (auto& [fd, watch] : watches) {
        for (const auto& entry : polled) {
            if (entry.fd != fd) continue;
            const bool in = entry.revents & (POLLIN | kOver);
            const bool out = entry.revents & (POLLOUT | kOver);
            if (in && watch.reader) watch.reader();
            if (out && watch.writer) watch.writer();
        }
    }
}
