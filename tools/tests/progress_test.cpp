#include "progress.hpp"

#include <doctest/doctest.h>

using untwist::tools::Catalogue;
using untwist::tools::Entry;
using untwist::tools::Progress;
using untwist::tools::State;
using namespace std::chrono_literals;

namespace {

const Catalogue kCourse{
    {"01-three-models", "Waiting", true, {"main"}, {"fetch-all", "order"}},
    {"02-poll-reactor", "Loop", false, {"main"}, {}},
    {"03-echo", "Echo", false, {"main"}, {"uppercase"}},
};

const std::string kFirst = "01-three-models/fetch-all";
const std::string kSecond = "01-three-models/order";
const std::string kThird = "03-echo/uppercase";

}  // namespace

TEST_CASE("in the beginning all is open, and the first is next") {
    const Progress progress(kCourse, {});
    CHECK(progress.of(kFirst).state == State::open);
    CHECK(progress.current() == kFirst);
}

TEST_CASE("the latest check tells what an exercise is") {
    const Progress progress(kCourse,
                            {{1, kFirst, "passed"}, {2, kFirst, "failed"}});
    CHECK(progress.of(kFirst).state == State::tried);
    CHECK(progress.of(kFirst).attempts == 2);
    CHECK(progress.current() == kFirst);
}

TEST_CASE("failures are counted up to the next success") {
    std::vector<Entry> entries{{1, kFirst, "failed"}, {2, kFirst, "failed"}};
    CHECK(Progress(kCourse, entries).of(kFirst).failedInARow == 2);
    entries.push_back({3, kFirst, "passed"});
    CHECK(Progress(kCourse, entries).of(kFirst).failedInARow == 0);
}

TEST_CASE("what is done is left behind, and where nothing is left is none") {
    std::vector<Entry> entries{{1, kFirst, "passed"}};
    CHECK(Progress(kCourse, entries).current() == kSecond);
    entries.push_back({2, kSecond, "passed"});
    CHECK(Progress(kCourse, entries).current() == kThird);
    entries.push_back({3, kThird, "passed"});
    CHECK(Progress(kCourse, entries).current() == std::nullopt);
}

TEST_CASE("goto chooses; when that is done, it goes on from there") {
    std::vector<Entry> entries{{1, kSecond, "goto"}};
    CHECK(Progress(kCourse, entries).current() == kSecond);
    entries.push_back({2, kSecond, "passed"});
    CHECK(Progress(kCourse, entries).current() == kThird);
    entries.push_back({3, kThird, "passed"});
    CHECK(Progress(kCourse, entries).current() == kFirst);
}

TEST_CASE("reset makes an exercise open again, with all its hints") {
    const Progress progress(
        kCourse,
        {{1, kFirst, "failed"}, {2, kFirst, "hint"}, {3, kFirst, "reset"}});
    CHECK(progress.of(kFirst).state == State::open);
    CHECK(progress.of(kFirst).hints == 0);
    CHECK(progress.of(kFirst).attempts == 1);
}

TEST_CASE("time counts from one entry to the next, but not who was away") {
    const Progress progress(kCourse, {{1'000'000, kFirst, "failed"},
                                      {1'060'000, kFirst, "failed"},
                                      {9'000'000, kFirst, "failed"},
                                      {9'010'000, kFirst, "passed"}});
    CHECK(progress.of(kFirst).time == 70s);
}

TEST_CASE("exercises that are gone, and unknown events, do no harm") {
    const Progress progress(kCourse, {{1, "99-gone/x", "passed"},
                                      {2, "99-gone/x", "goto"},
                                      {3, kFirst, "danced"}});
    CHECK(progress.current() == kFirst);
}

TEST_CASE("what a newer course checks anew is not done until it has passed") {
    std::vector<Entry> entries{{1, kFirst, "passed"}, {2, kFirst, "changed"}};
    CHECK(Progress(kCourse, entries).of(kFirst).state == State::tried);
    CHECK(Progress(kCourse, entries).of(kFirst).attempts == 1);
    entries.push_back({3, kFirst, "passed"});
    CHECK(Progress(kCourse, entries).of(kFirst).state == State::done);
    CHECK(Progress(kCourse, {{1, kFirst, "changed"}}).of(kFirst).state ==
          State::open);
}
