// Fails: who has been erased in this turn is not called
//
// You collect all callbacks first and call them afterwards, so nothing that
// they erase can disturb your loop. But it does not reach your list either: a
// connection that was closed by the first callback is still called by the
// third, on a descriptor that is closed or belongs to somebody else by now.
// Look the watch up at the last moment, just before the call.
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
    std::vector<std::function<void()>> calls;
    for (const auto& entry : polled) {
        const auto found = watches.find(entry.fd);
        if (found == watches.end()) continue;
        const auto& watch = found->second;
        if (entry.revents & (POLLIN | kOver)) calls.push_back(watch.reader);
        if (entry.revents & (POLLOUT | kOver)) calls.push_back(watch.writer);
    }
    for (const auto& call : calls) {
        if (call) call();
    }
}
