// What the rounds make of what was measured, from numbers that are made up.
#include "figures.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace untwist::lab;

namespace {

Measured round(double requests, int served = 5) {
    Measured measured;
    measured.served = served;
    measured.values[0].number = requests;
    return measured;
}

}  // namespace

TEST_CASE("a point is the median of its rounds, with the least and the most") {
    Point point;
    summarize(point, {round(120), round(100), round(90)});
    CHECK(point[Figure::throughput].median == 100);
    CHECK(point[Figure::throughput].least == 90);
    CHECK(point[Figure::throughput].most == 120);
    CHECK(point[Figure::throughput].percent() == 20);
    CHECK(point.served == 5);

    Point two;
    summarize(two, {round(100), round(110, 3)});
    CHECK(two[Figure::throughput].median == 105);
    CHECK(two.served == 3);
}

TEST_CASE("a round in trouble makes the point one in trouble") {
    Measured broken = round(7, 0);
    broken.trouble = "out of threads";
    Point point;
    summarize(point, {round(100), broken});
    CHECK(point.trouble == "out of threads");
    CHECK(point.served == 0);
    CHECK(point[Figure::throughput].median == 0);
}

TEST_CASE("a latency that is at least so much in one round stays at least") {
    Measured starved = round(1);
    starved.values[1] = {600, true};
    Point point;
    summarize(point, {round(1), starved, round(1)});
    CHECK(point[Figure::p50].atLeast);
    CHECK_FALSE(point[Figure::p99].atLeast);
}

TEST_CASE("percentiles of one client are those of its requests") {
    std::vector<Latency> latencies;
    for (int i = 100; i >= 1; --i) {
        latencies.push_back({0, static_cast<double>(i)});
    }
    CHECK(percentile(latencies, 0.5).number == 50);
    CHECK(percentile(latencies, 0.99).number == 99);
    CHECK(percentile(latencies, 0.999).number == 100);
    CHECK(percentile({}, 0.5).number == 0);
}

TEST_CASE("each client counts alike, however many answers it got") {
    // One client is answered a thousand times, three not at all.
    std::vector<Latency> latencies(1000, Latency{.client = 0, .ms = 1});
    for (std::size_t client = 1; client <= 3; ++client) {
        latencies.push_back({client, 500, false});
    }
    CHECK(percentile(latencies, 0.25).number == 1);
    CHECK_FALSE(percentile(latencies, 0.25).atLeast);
    CHECK(percentile(latencies, 0.5).number == 500);
    CHECK(percentile(latencies, 0.5).atLeast);
}

TEST_CASE("numbers are told in three digits that matter") {
    CHECK(brief(0) == "0");
    CHECK(brief(0.0312) == "0.031");
    CHECK(brief(1.234) == "1.23");
    CHECK(brief(8) == "8");
    CHECK(brief(12.34) == "12.3");
    CHECK(brief(987.4) == "987");
    CHECK(brief(1234) == "1.23k");
    CHECK(brief(12'345) == "12.3k");
    CHECK(brief(123'456) == "123k");
    CHECK(brief(1'234'567) == "1.2M");
    CHECK(withCommas(999) == "999");
    CHECK(withCommas(10'000) == "10,000");
    CHECK(withCommas(1'234'567) == "1,234,567");
}
