// Which servers there are, and how one is started.
#pragma once

#include <string>
#include <vector>

namespace untwist::bench {

struct Server {
    std::string name;               // as in --only, and in the tables
    std::vector<std::string> argv;  // followed by the service
    std::vector<std::string> services;
    std::string missing;  // why it cannot be started; "" if it can
};

// All of them, bare epoll first. `folder` is where the programs are.
std::vector<Server> allServers(const std::string& folder);

}  // namespace untwist::bench
