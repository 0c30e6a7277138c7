#include "servers/servers.hpp"

#include <unistd.h>

#include "meters/counters.hpp"

namespace untwist::bench {

namespace {

bool exists(const std::string& program) {
    return ::access(program.c_str(), X_OK) == 0;
}

Server program(const std::string& folder, const std::string& name,
               std::vector<std::string> services) {
    const auto path = folder + "/bench-" + name;
    return {name,
            {path},
            std::move(services),
            exists(path) ? "" : "the library is not installed"};
}

// Debian's Python has Debian's Twisted; another one that comes first in the
// PATH may have none.
Server twisted(const std::string& folder) {
    Server server{"twisted",
                  {"", folder + "/bench-twisted.py"},
                  {"echo", "lines", "datagrams"},
                  "not installed (python3-twisted)"};
    for (const std::string python : {"/usr/bin/python3", "python3"}) {
        const auto path = exists(python) ? std::optional(python)
                                         : meters::findProgram(python);
        if (!path) continue;
        support::Program test({*path, "-c", "import twisted.internet.reactor"});
        if (test.wait() != 0) continue;
        server.argv.front() = *path;
        server.missing.clear();
        break;
    }
    return server;
}

}  // namespace

std::vector<Server> allServers(const std::string& folder) {
    return {program(folder, "epoll", {"echo", "lines", "datagrams"}),
            program(folder, "untwist", {"echo", "lines", "datagrams"}),
            program(folder, "asio", {"echo", "datagrams"}),
            program(folder, "libuv", {"echo", "datagrams"}),
            program(folder, "libevent", {"echo"}),
            program(folder, "threads", {"echo"}),
            twisted(folder)};
}

}  // namespace untwist::bench
