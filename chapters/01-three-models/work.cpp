#include "work.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <random>
#include <sstream>
#include <stdexcept>
#include <utility>

using untwist::Duration;
using untwist::support::Doing;

namespace {

// What the kernel needs to wake somebody up is no sign of a busy processor.
// Shorter delays than this count as waiting.
constexpr Duration kNoticeable = std::chrono::microseconds(200);

Duration read(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) +
           std::chrono::nanoseconds(time.tv_nsec);
}

// About ten microseconds of arithmetic that no compiler can leave out.
void crunch() {
    static thread_local volatile std::uint32_t number = 1;
    for (int i = 0; i < 5000; ++i) number = number * 1664525 + 1013904223;
}

// Between two thirds and four thirds of `about`.
Duration vary(Duration about, std::mt19937& random) {
    const auto share = static_cast<double>(random() % 1000) / 1000;
    const double factor = 2.0 / 3 + share * 2 / 3;
    return std::chrono::duration_cast<std::chrono::microseconds>(about *
                                                                 factor);
}

}  // namespace

Duration now() { return read(CLOCK_MONOTONIC); }

std::vector<Task> makeTasks(const Plan& plan) {
    std::mt19937 random(static_cast<std::uint32_t>(plan.seed));
    std::vector<Task> tasks;
    for (int number = 0; number < plan.tasks; ++number) {
        std::vector<Request> requests;
        for (int i = 0; i < plan.requests; ++i) {
            const Duration wait = vary(plan.wait, random);
            requests.push_back({wait, vary(plan.cpu, random)});
        }
        tasks.emplace_back(static_cast<std::size_t>(number),
                           std::move(requests));
    }
    return tasks;
}

Task::Task(std::size_t number, std::vector<Request> requests)
    : number_(number), requests_(std::move(requests)) {
    slices_.reserve(requests_.size() * 4 + 16);
}

std::string Task::nextRequest() {
    using std::chrono::duration_cast, std::chrono::microseconds;
    asked_ = now();
    const auto wait = duration_cast<microseconds>(requests_.at(next_).wait);
    return "wait " + std::to_string(wait.count()) + "us\n";
}

void Task::work(std::string_view answer) {
    Duration::rep received = 0;
    Duration::rep sent = 0;
    std::string word;
    std::istringstream in{std::string(answer)};
    if (!(in >> word >> received >> word >> sent)) {
        throw std::runtime_error("the server's answer makes no sense");
    }
    const Duration began = now();
    Duration left = std::clamp(Duration(received), asked_, began);
    Duration here = std::clamp(Duration(sent), left, began);
    if (left - asked_ < kNoticeable) left = asked_;
    if (began - here < kNoticeable) here = began;

    note(Doing::ready, asked_, left);  // our own request could not get out
    note(Doing::waiting, left, here);
    note(Doing::ready, here, began);  // the answer lay there
    compute(requests_.at(next_++).cpu);
    if (onWorked) onWorked(*this);
}

// Notices when the processor is taken away: the wall clock goes on and the
// thread's own does not.
void Task::compute(Duration cpu) {
    Duration began = now();
    Duration wall = began;
    Duration used = read(CLOCK_THREAD_CPUTIME_ID);
    const Duration enough = used + cpu;
    while (used < enough) {
        crunch();
        const Duration wallNow = now();
        const Duration usedNow = read(CLOCK_THREAD_CPUTIME_ID);
        if ((wallNow - wall) - (usedNow - used) > kNoticeable) {
            note(Doing::running, began, wall);
            note(Doing::ready, wall, wallNow);
            began = wallNow;
        }
        wall = wallNow;
        used = usedNow;
    }
    note(Doing::running, began, wall);
}

void Task::note(Doing doing, Duration began, Duration ended) {
    if (began < ended) slices_.push_back({number_, doing, began, ended});
}
