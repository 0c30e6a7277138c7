// Tables, JSON and CSV, from numbers that are made up.
#include "report.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

using namespace untwist::lab;
using untwist::support::TextStyle;

namespace {

const NamedService kEcho{"echo", "each request is answered at once", {}};

Point point(const std::string& model, int connections) {
    Point made;
    made.service = "echo";
    made.model = model;
    made.connections = made.served = connections;
    for (Spread& spread : made.figures) spread = {12'345, 11'111, 13'579};
    made.figures.back() = {50, 40, 60};  // of the clients' CPU
    return made;
}

// A point like any other, one that starves clients, one in trouble.
Report example() {
    Report report;
    report.plan.models = chooseModels("--models", "blocking,threads,reactor");
    report.plan.services = {kEcho};
    report.plan.connections = {100};
    report.machine = "2 cores";
    report.date = "2026-01-02";
    Point starves = point("blocking", 100);
    starves.served = 1;
    starves.figures[1].atLeast = true;
    Point broken = point("threads", 100);
    broken.trouble = "out of threads: 7 of 100 served";
    broken.served = 7;
    report.points = {starves, broken, point("reactor", 100)};
    return report;
}

std::size_t widest(const std::string& text) {
    std::size_t most = 0;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        most = std::max(
            most,
            static_cast<std::size_t>(std::ranges::count_if(
                line, [](unsigned char c) { return (c & 0xc0) != 0x80; })));
    }
    return most;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a table has a line for each model, and says what was the matter") {
    const std::string text = tables(example(), kEcho, {.columns = 80});
    CHECK(has(text, "100 clients\n"));
    CAPTURE(text);
    CHECK(has(text, "\nblocking   12.3k±10≥12.3k±10 12.3k±10"));
    CHECK(has(text, "threads    out of threads: 7 of 100 served\n"));
    CHECK(
        has(text, "  blocking answered 1 of 100 clients; the others waited\n"));
    CHECK_FALSE(has(text, "reactor answered"));
}

TEST_CASE("a table says when the clients were what was slow") {
    Report report = example();
    CHECK_FALSE(has(tables(report, kEcho, {}), "held up"));
    report.points.front().figures.back().median = 95;
    CHECK(
        has(tables(report, kEcho, {}), "  held up by the clients: blocking\n"));
}

TEST_CASE("tables and their notes fit 80 columns, and narrower terminals") {
    for (const int columns : {80, 79, 60, 40}) {
        CAPTURE(columns);
        const TextStyle style{.columns = columns};
        const Report report = example();
        CHECK(widest(tables(report, kEcho, style)) <=
              static_cast<std::size_t>(std::max(columns, 60)));
    }
    CHECK(widest(footnotes({.columns = 80})) <= 80);
}

TEST_CASE("without Unicode a table has plain ASCII alone") {
    const TextStyle plain{.columns = 80, .unicode = false};
    for (const std::string& text :
         {tables(example(), kEcho, plain), footnotes(plain)}) {
        CHECK(
            std::ranges::all_of(text, [](char c) { return c > 0 && c < 127; }));
    }
    CHECK(has(tables(example(), kEcho, plain), ">12.3k~10"));
}

TEST_CASE("JSON has every figure with its spread, or the trouble") {
    const auto json = nlohmann::json::parse(jsonOf(example()));
    const auto& points = json.at("points");
    REQUIRE(points.size() == 3);
    CHECK(points[0].at("served") == 1);
    CHECK(points[0].at("p50_ms").at("at_least") == true);
    CHECK(points[1].at("trouble") == "out of threads: 7 of 100 served");
    CHECK_FALSE(points[1].contains("p50_ms"));
    CHECK(points[2].at("requests_per_second").at("median") == 12'345);
    CHECK(points[2].at("kib_per_connection").at("most") == 13'579);
    CHECK(json.at("machine") == "2 cores");
}

TEST_CASE("CSV has a line for each point and a number in each column") {
    std::istringstream csv(csvOf(example()));
    std::string line;
    std::getline(csv, line);
    const auto commas = std::ranges::count(line, ',');
    CHECK(line.starts_with("service,model,connections,served,trouble,requ"));
    for (const std::string start :
         {"echo,blocking,100,1,\"\",12345,11111,13579",
          "echo,threads,100,7,\"out of threads: 7 of 100 served\",,,",
          "echo,reactor,100,100,\"\",12345,11111,13579"}) {
        std::getline(csv, line);
        CHECK(line.starts_with(start));
        CHECK(std::ranges::count(line, ',') == commas);
    }
    CHECK_FALSE(std::getline(csv, line));
}

TEST_CASE("the picture keeps each model's colour, whichever are chosen") {
    const Picture picture = pictureOf(example(), kEcho);
    REQUIRE(picture.plots.size() == 5);
    for (const Plot& plot : picture.plots) {
        REQUIRE(plot.lines.size() == 3);
        CHECK(plot.lines[2].name == "reactor");
        CHECK(plot.lines[2].colour == 3);
        CHECK(plot.lines[2].marks.at(0).x == 100);
    }
    CHECK(picture.plots[0].lines[1].marks.at(0).trouble ==
          "out of threads: 7 of 100 served");
}
