#include "meters/process.hpp"

#include <doctest/doctest.h>
#include <sched.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/program.hpp"

using namespace std::chrono_literals;
using namespace untwist::meters;

TEST_CASE("the time of threads that have ended is part of cpuTime") {
    const auto before = cpuTime(::getpid());
    std::thread([&] {
        while (cpuTime(::getpid()) - before < 5ms) continue;
    }).join();
    CHECK(cpuTime(::getpid()) - before >= 5ms);
}

TEST_CASE("of a process that has ended, cpuTime says so") {
    untwist::support::Program program({"/bin/true"});
    program.wait();
    CHECK_THROWS_WITH_AS(
        cpuTime(program.pid()),
        ("process " + std::to_string(program.pid()) + " has ended").c_str(),
        std::runtime_error);
}

TEST_CASE("memory counts as resident once it is used") {
    const auto before = residentBytes(::getpid());
    const auto ownBefore = privateBytes(::getpid());
    const std::vector<char> used(32 << 20, 'x');
    CHECK(residentBytes(::getpid()) >= before + (30 << 20));
    CHECK(privateBytes(::getpid()) >= ownBefore + (30 << 20));
}

TEST_CASE("threads are counted, and how often they had to wait") {
    const auto before = contextSwitches(::getpid()).waited;
    const int alone = threads(::getpid());
    std::thread([&] { CHECK(threads(::getpid()) == alone + 1); }).join();
    CHECK(contextSwitches(::getpid()).waited >= before);
}

TEST_CASE("pinned to a CPU, we run there") {
    pin(0, 0);
    const auto first = ::sched_getcpu();
    pin(0, cpus());  // counts around
    CHECK(::sched_getcpu() == first);
    unpin(0);
}
