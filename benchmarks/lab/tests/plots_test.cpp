// The plots, from numbers that are made up and never change.
#include "plots.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "support/transcript.hpp"

using namespace untwist::lab;
using untwist::support::TextStyle;
using untwist::support::transcript;

namespace {

Mark mark(double x, double y, double spread = 0) {
    return {x, {y, y - spread, y + spread, false}, ""};
}

// Two models: one gets better, the other waits for ever and then breaks.
Picture example() {
    Mark waits = mark(10, 600);
    waits.y.atLeast = true;
    const Mark broken{100, {}, "out of threads <& so on>"};
    const Line up{"up", 'U', 0, {mark(1, 5, 1), mark(10, 6), mark(100, 90, 9)}};
    const Line down{"down", 'D', 1, {mark(1, 5), waits, broken}};
    const Plot waiting{"Waiting", "ms", {up, down}};
    const Plot even{"Even",
                    "of each",
                    {{"up", 'U', 0, {mark(1, 2), mark(10, 4), mark(100, 4)}},
                     {"down", 'D', 1, {mark(1, 2), mark(10, 1), broken}}}};
    return {"An example", {"made up"}, "clients", {waiting, even}};
}

std::string stored(const std::string& name) {
    return UNTWIST_LAB_TESTS_DIR "/" + name;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string::npos;
         at = text.find(part, at + part.size())) {
        ++times;
    }
    return times;
}

// What is wrong with it as XML: nothing, or the first tag that is.
std::string brokenTag(const std::string& svg) {
    std::vector<std::string> open;
    for (auto at = svg.find('<'); at != std::string::npos;
         at = svg.find('<', at + 1)) {
        const auto end = svg.find('>', at);
        if (end == std::string::npos) return svg.substr(at);
        const std::string tag = svg.substr(at + 1, end - at - 1);
        const std::string name = tag.substr(0, tag.find_first_of(" \n"));
        if (count(tag, "'") % 2 != 0 || count(tag, "<") != 0) return tag;
        if (name.starts_with('/')) {
            if (open.empty() || open.back() != name.substr(1)) return tag;
            open.pop_back();
        } else if (!tag.ends_with('/')) {
            open.push_back(name);
        }
    }
    return open.empty() ? "" : open.back();
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

}  // namespace

TEST_CASE("an axis of numbers that are close starts at zero") {
    const Axis axis({2, 4.5, 9});
    CHECK_FALSE(axis.isLog());
    CHECK(axis.ticks() == std::vector<double>{0, 2, 4, 6, 8, 10});
    CHECK(axis.place(0) == 0);
    CHECK(axis.place(5) == doctest::Approx(0.5));
    CHECK(axis.place(10) == 1);
}

TEST_CASE("an axis of numbers that are far apart is logarithmic") {
    const Axis axis({3, 2000});
    CHECK(axis.isLog());
    CHECK(axis.ticks().size() == 3);
    CHECK(axis.ticks().front() == doctest::Approx(10));
    CHECK(axis.ticks().back() == doctest::Approx(1000));
    // From 2 to 2000: a decade is a third.
    CHECK(axis.place(2) == 0);
    CHECK(axis.place(20) == doctest::Approx(1.0 / 3));
    CHECK(axis.place(2000) == doctest::Approx(1));
    CHECK(axis.place(0) == 0);
    CHECK(axis.place(-1) == 0);
}

TEST_CASE("an axis of nothing, or of zeros, can still be drawn") {
    for (const Axis& axis : {Axis({}), Axis({0, 0}), Axis({-3})}) {
        CHECK_FALSE(axis.isLog());
        CHECK(axis.place(0) == 0);
        CHECK(axis.ticks().size() > 1);
    }
}

TEST_CASE("ticks are named as people write them") {
    CHECK(tickName(0) == "0");
    CHECK(tickName(0.05) == "0.05");
    CHECK(tickName(100) == "100");
    CHECK(tickName(1500) == "1,500");
    CHECK(tickName(20'000) == "20k");
    CHECK(tickName(3e6) == "3M");
}

TEST_CASE("the plots in SVG are the stored ones") {
    const std::string svg = drawSvg(example());
    CHECK(svg == transcript(stored("example.svg"), svg));
}

TEST_CASE("the plots in a terminal are the stored ones") {
    const std::string text = drawText(example(), {.columns = 80});
    CHECK(text == transcript(stored("example.txt"), text));
}

TEST_CASE("the SVG is well-formed, whatever the names are") {
    CHECK(brokenTag(drawSvg(example())) == "");
    CHECK(brokenTag("<a><b></a>") == "/a");  // this would be noticed
    CHECK(brokenTag(drawSvg({"Nothing", {}, "", {}})) == "");
    CHECK(brokenTag(drawSvg({"None", {}, "", {{"Empty", "", {}}}})) == "");
}

TEST_CASE("every point in the SVG says in words what it shows") {
    const std::string svg = drawSvg(example());
    CHECK(svg.find("<title>up: 90 ms at 100</title>") != std::string::npos);
    CHECK(svg.find("<title>down: at least 600 ms at 10</title>") !=
          std::string::npos);
    // A cross in each plot, and one before the words below them.
    CHECK(count(svg,
                "<title>down at 100: out of threads &lt;&amp; so on&gt;"
                "</title>") == 3);
}

TEST_CASE("a point without a figure is named below the terminal's axis") {
    const std::string text =
        drawText(example(), {.columns = 80, .unicode = false});
    CHECK(count(text, " failed") == 2);
    CHECK(std::ranges::all_of(text, [](char c) { return c > 0 && c < 127; }));
}

TEST_CASE("no line of the plots is wider than the terminal") {
    for (int columns = 30; columns <= 120; ++columns) {
        CAPTURE(columns);
        CHECK(widest(drawText(example(), {.columns = columns})) <=
              static_cast<std::size_t>(columns));
    }
}

TEST_CASE("colour adds escape sequences and changes nothing else") {
    std::string text = drawText(example(), {.columns = 80, .colour = true});
    CHECK(text.find("\x1b[") != std::string::npos);
    for (auto at = text.find('\x1b'); at != std::string::npos;
         at = text.find('\x1b')) {
        text.erase(at, text.find('m', at) - at + 1);
    }
    CHECK(text == drawText(example(), {.columns = 80}));
}
