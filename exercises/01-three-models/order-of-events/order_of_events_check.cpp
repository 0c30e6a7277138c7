// Checks <order_of_events.hpp>: yours, the solution, or a wrong answer.
#include <order_of_events.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "untwist/testing/story.hpp"

using untwist::testing::remark;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

std::string inWords(const Run& run) {
    return run.name + " ready at " + std::to_string(run.ready) +
           ", runs from " + std::to_string(run.began) + " to " +
           std::to_string(run.ended);
}

std::string inWords(const std::vector<Run>& runs, std::size_t i) {
    return i < runs.size() ? inWords(runs[i]) : "nobody runs any more";
}

// Tells the first run that is not as it must be, after those that are.
void expectRuns(const std::vector<Task>& tasks,
                const std::vector<Run>& expected) {
    for (const Task& task : tasks) {
        std::string line = "task " + task.name;
        for (const Request& request : task.requests) {
            line += ": waits " + std::to_string(request.wait) + ", works " +
                    std::to_string(request.work);
        }
        step(line);
    }
    const std::vector<Run> got = orderOfEvents(tasks);
    for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
        const std::string want = inWords(expected, i);
        if (want != inWords(got, i)) {
            throw StoryFailure(want, inWords(got, i));
        }
        remark(want);
    }
}

}  // namespace

TEST_CASE("a task alone waits and works in turns") {
    expectRuns({{"A", {{10, 5}, {20, 5}}}},
               {{"A", 10, 10, 15}, {"A", 35, 35, 40}});
}

TEST_CASE("no tasks, no runs") {
    expectRuns({}, {});
    expectRuns({{"A", {}}}, {});
}

TEST_CASE("all tasks wait at the same time") {
    expectRuns({{"A", {{10, 1}}}, {"B", {{20, 1}}}, {"C", {{30, 1}}}},
               {{"A", 10, 10, 11}, {"B", 20, 20, 21}, {"C", 30, 30, 31}});
}

TEST_CASE("whose answer is there first runs first") {
    expectRuns({{"A", {{30, 1}}}, {"B", {{10, 1}}}, {"C", {{20, 1}}}},
               {{"B", 10, 10, 11}, {"C", 20, 20, 21}, {"A", 30, 30, 31}});
}

TEST_CASE("who is ready while another runs begins when that one ends") {
    expectRuns({{"A", {{10, 5}}}, {"B", {{12, 5}}}},
               {{"A", 10, 10, 15}, {"B", 12, 15, 20}});
}

// B would end first of all if it could; it was ready last.
TEST_CASE("of those that are ready, the one that was ready first runs") {
    expectRuns({{"A", {{10, 20}}}, {"B", {{14, 1}}}, {"C", {{12, 5}}}},
               {{"A", 10, 10, 30}, {"C", 12, 30, 35}, {"B", 14, 35, 36}});
}

TEST_CASE("ready in the same millisecond: in the order of the list") {
    expectRuns({{"A", {{10, 3}}}, {"B", {{10, 2}}}, {"C", {{10, 1}}}},
               {{"A", 10, 10, 13}, {"B", 10, 13, 15}, {"C", 10, 15, 16}});
}

TEST_CASE("the next question is asked when the run has ended") {
    expectRuns({{"A", {{10, 30}}}, {"B", {{10, 5}, {20, 5}}}},
               {{"A", 10, 10, 40}, {"B", 10, 40, 45}, {"B", 65, 65, 70}});
}

TEST_CASE("nobody holds the loop between two of its runs") {
    expectRuns({{"A", {{10, 10}, {10, 10}}}, {"B", {{15, 10}, {10, 10}}}},
               {{"A", 10, 10, 20},
                {"B", 15, 20, 30},
                {"A", 30, 30, 40},
                {"B", 40, 40, 50}});
}

TEST_CASE("three tasks, three requests each: the whole picture") {
    expectRuns({{"A", {{60, 15}, {50, 12}, {40, 10}}},
                {"B", {{40, 20}, {70, 15}, {30, 8}}},
                {"C", {{62, 10}, {40, 18}, {50, 12}}}},
               {{"B", 40, 40, 60},
                {"A", 60, 60, 75},
                {"C", 62, 75, 85},
                {"A", 125, 125, 137},
                {"C", 125, 137, 155},
                {"B", 130, 155, 170},
                {"A", 177, 177, 187},
                {"B", 200, 200, 208},
                {"C", 205, 208, 220}});
}
