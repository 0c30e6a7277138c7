#include "meters/process.hpp"

#include <sched.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace untwist::meters {

namespace fs = std::filesystem;

namespace {

fs::path folderOf(pid_t process) {
    return fs::path("/proc") / std::to_string(process);
}

// The number after `key` in a file of lines "key:   number ...".
std::uint64_t numberIn(const fs::path& file, const std::string& key) {
    std::ifstream lines(file);
    std::string line;
    while (std::getline(lines, line)) {
        if (line.starts_with(key + ':')) {
            return std::stoull(line.substr(key.size() + 1));
        }
    }
    throw std::runtime_error("no " + key + " in " + file.string());
}

// Before anything is pinned.
const cpu_set_t& allowed() {
    static const cpu_set_t set = [] {
        cpu_set_t all;
        CPU_ZERO(&all);
        ::sched_getaffinity(0, sizeof all, &all);
        return all;
    }();
    return set;
}

}  // namespace

// The clock of another process. getrusage and /proc/PID/stat count in ticks of
// some milliseconds, /proc/PID/task/*/schedstat forgets threads that ended.
std::chrono::nanoseconds cpuTime(pid_t process) {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(process, &clock) != 0 ||
        ::clock_gettime(clock, &time) != 0) {
        throw std::runtime_error("process " + std::to_string(process) +
                                 " has ended");
    }
    return std::chrono::seconds(time.tv_sec) +
           std::chrono::nanoseconds(time.tv_nsec);
}

std::uint64_t residentBytes(pid_t process) {
    return numberIn(folderOf(process) / "smaps_rollup", "Rss") * 1024;
}

std::uint64_t privateBytes(pid_t process) {
    return numberIn(folderOf(process) / "smaps_rollup", "Anonymous") * 1024;
}

int threads(pid_t process) {
    return static_cast<int>(numberIn(folderOf(process) / "status", "Threads"));
}

Switches contextSwitches(pid_t process) {
    Switches sum;
    for (const auto& task :
         fs::directory_iterator(folderOf(process) / "task")) {
        const auto status = task.path() / "status";
        sum.waited += numberIn(status, "voluntary_ctxt_switches");
        sum.pushedOut += numberIn(status, "nonvoluntary_ctxt_switches");
    }
    return sum;
}

int cpus() { return CPU_COUNT(&allowed()); }

void pin(pid_t process, int cpu) {
    int left = cpu % cpus();
    std::size_t number = 0;
    while (!CPU_ISSET(number, &allowed()) || left-- > 0) ++number;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(number, &one);
    ::sched_setaffinity(process, sizeof one, &one);
}

void unpin(pid_t process) {
    ::sched_setaffinity(process, sizeof allowed(), &allowed());
}

}  // namespace untwist::meters
