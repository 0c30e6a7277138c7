#include "family.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <string>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace untwist::check {

std::vector<pid_t> childrenOf(pid_t process) {
    const auto number = std::to_string(process);
    std::ifstream list("/proc/" + number + "/task/" + number + "/children");
    std::vector<pid_t> children;
    for (pid_t child = 0; list >> child;) children.push_back(child);
    return children;
}

Usage usageOf(pid_t process) {
    std::size_t pages = 0;
    std::size_t resident = 0;
    std::size_t shared = 0;
    std::ifstream("/proc/" + std::to_string(process) + "/statm") >> pages >>
        resident >> shared;
    static const auto pageSize =
        static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    Usage usage{1, (resident - shared) * pageSize};
    for (const auto child : childrenOf(process)) {
        const auto below = usageOf(child);
        usage.processes += below.processes;
        usage.bytes += below.bytes;
    }
    return usage;
}

void adoptOrphans() {
#ifdef __linux__
    prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
}

void killChildren(const std::vector<pid_t>& spared) {
    for (bool any = true; any;) {
        any = false;
        for (const auto child : childrenOf(getpid())) {
            if (std::ranges::find(spared, child) != spared.end()) continue;
            kill(child, SIGKILL);
            waitpid(child, nullptr, 0);
            any = true;
        }
    }
}

}  // namespace untwist::check
