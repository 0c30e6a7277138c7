#include "service.hpp"

#include <chrono>
#include <cstdint>
#include <ctime>

namespace untwist::lab {

namespace {

Duration threadTime() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) +
           std::chrono::nanoseconds(time.tv_nsec);
}

// A few microseconds of arithmetic that no compiler can leave out.
void crunch() {
    static thread_local volatile std::uint32_t number = 1;
    for (int i = 0; i < 2000; ++i) number = number * 1664525 + 1013904223;
}

}  // namespace

void Service::compute() const {
    if (cpu <= Duration::zero()) return;
    const Duration enough = threadTime() + cpu;
    while (threadTime() < enough) crunch();
}

}  // namespace untwist::lab
