// Fails: a reader that erases its watch takes the writer along
//
// You look the watch up once and use it twice. In between runs the reader, and
// a reader that meets the end of its connection erases the watch: your iterator
// now points at freed memory, and you ask it for a writer. Copying the callback
// was right; look the watch up again for the second one.
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
    for (const auto& entry : polled) {
        const auto found = watches.find(entry.fd);
        if (found == watches.end()) continue;
        if (entry.revents & (POLLIN | kOver)) {
            const auto reader = found->second.reader;
            if (reader) reader();
        }
        if (entry.revents & (POLLOUT | kOver)) {
            const auto writer = found->second.writer;
            if (writer) writer();
        }
    }
}
