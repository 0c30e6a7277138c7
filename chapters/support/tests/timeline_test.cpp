// The drawings of a timeline, from events that are made up and never change.
#include "support/timeline.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/transcript.hpp"

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::support::briefly;
using untwist::support::Doing;
using untwist::support::drawCsv;
using untwist::support::drawSvg;
using untwist::support::drawText;
using untwist::support::Panel;
using untwist::support::TextStyle;
using untwist::support::Timeline;
using untwist::support::transcript;

namespace {

// Two tasks: one after the other, then in turns with a ready one waiting.
Timeline twoByTwo() {
    const Panel apart{"One after the other",
                      2,
                      200ms,
                      {{0, Doing::waiting, 0ms, 80ms},
                       {0, Doing::running, 80ms, 100ms},
                       {1, Doing::waiting, 100ms, 180ms},
                       {1, Doing::running, 180ms, 200ms}}};
    const Panel together{"Together",
                         2,
                         120ms,
                         {{0, Doing::waiting, 0ms, 80ms},
                          {0, Doing::running, 80ms, 100ms},
                          {1, Doing::waiting, 0ms, 80ms},
                          {1, Doing::ready, 80ms, 100ms},
                          {1, Doing::running, 100ms, 120ms}}};
    return {"Two tasks <one & two>", {apart, together}};
}

Timeline many(std::size_t tasks) {
    Panel panel{"All at once", tasks, 10ms, {}};
    for (std::size_t task = 0; task < tasks; ++task) {
        panel.slices.push_back({task, Doing::waiting, 0ms, 9ms});
        panel.slices.push_back({task, Doing::running, 9ms, 10ms});
    }
    return {"Many", {panel}};
}

std::string stored(const std::string& name) {
    return UNTWIST_SUPPORT_TESTS_DIR "/" + name;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Characters, not bytes: every byte that does not continue a UTF-8 sequence.
std::size_t widest(const std::string& text) {
    std::size_t most = 0;
    for (const std::string& line : linesOf(text)) {
        most = std::max(
            most,
            static_cast<std::size_t>(std::ranges::count_if(
                line, [](unsigned char c) { return (c & 0xc0) != 0x80; })));
    }
    return most;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string::npos;
         at = text.find(part, at + part.size())) {
        ++times;
    }
    return times;
}

}  // namespace

TEST_CASE("the picture in SVG is the stored one") {
    const std::string svg = drawSvg(twoByTwo());
    CHECK(svg == transcript(stored("two_by_two.svg"), svg));
}

TEST_CASE("the picture in a terminal is the stored one") {
    const std::string text = drawText(twoByTwo(), {.columns = 80});
    CHECK(text == transcript(stored("two_by_two.txt"), text));
}

TEST_CASE("the picture in plain ASCII has no other bytes") {
    const std::string text =
        drawText(twoByTwo(), {.columns = 80, .unicode = false});
    CHECK(text == transcript(stored("two_by_two_ascii.txt"), text));
    CHECK(std::ranges::all_of(text, [](char c) { return c > 0 && c < 127; }));
}

TEST_CASE("the picture in a narrow terminal is the stored one") {
    const std::string text = drawText(twoByTwo(), {.columns = 40});
    CHECK(text == transcript(stored("two_by_two_40.txt"), text));
}

TEST_CASE("no line is wider than the terminal") {
    for (int columns = 30; columns <= 120; ++columns) {
        CAPTURE(columns);
        const auto width = static_cast<std::size_t>(columns);
        CHECK(widest(drawText(twoByTwo(), {.columns = columns})) <= width);
        CHECK(widest(drawText(many(1000), {.columns = columns})) <= width);
    }
}

TEST_CASE("colour adds escape sequences and changes nothing else") {
    const TextStyle plain{.columns = 80, .unicode = true, .colour = false};
    const TextStyle coloured{.columns = 80, .unicode = true, .colour = true};
    std::string text = drawText(twoByTwo(), coloured);
    CHECK(text.find("\x1b[") != std::string::npos);
    for (auto at = text.find('\x1b'); at != std::string::npos;
         at = text.find('\x1b')) {
        text.erase(at, text.find('m', at) - at + 1);
    }
    CHECK(text == drawText(twoByTwo(), plain));
}

TEST_CASE("a burst too short for a cell is still to be seen") {
    const Timeline timeline{"Short",
                            {{"Short",
                              1,
                              1000ms,
                              {{0, Doing::waiting, 0ms, 500ms},
                               {0, Doing::running, 500ms, 501ms},
                               {0, Doing::waiting, 501ms, 1000ms}}}}};
    const auto lines = linesOf(drawText(timeline, {.unicode = false}));
    CHECK(count(lines.at(1), "#") == 1);
}

TEST_CASE("many tasks: a selection is drawn, and the picture says so") {
    const std::string text = drawText(many(40), {.columns = 80});
    CHECK(text.find("12 of 40 tasks shown") != std::string::npos);
    CHECK(text.find("task  1 ") != std::string::npos);
    CHECK(text.find("task 40 ") != std::string::npos);

    CHECK(drawSvg(many(40)).find("tasks shown") == std::string::npos);
    const std::string svg = drawSvg(many(64));
    CHECK(svg.find("40 of 64 tasks shown") != std::string::npos);
    CHECK(count(svg, "<title>") == 80);
}

TEST_CASE("every bar in the SVG says in words what it shows") {
    const std::string svg = drawSvg(twoByTwo());
    CHECK(count(svg, "<title>") == 9);
    CHECK(svg.find("<title>task 2 ready, 80.0 to 100.0 ms</title>") !=
          std::string::npos);
}

TEST_CASE("the data is a table: one line per event, to the microsecond") {
    const auto lines = linesOf(drawCsv(twoByTwo()));
    CHECK(lines.size() == 10);
    CHECK(lines.at(0) == "model,task,state,began_ms,ended_ms");
    CHECK(lines.at(8) == "\"Together\",2,ready,80.000,100.000");
}

TEST_CASE("nothing to draw is drawn as nothing") {
    CHECK(drawSvg({"Empty", {}}).ends_with("</svg>\n"));
    CHECK(drawText({"Empty", {{"None", 0, 0ms, {}}}}, {}).starts_with("None"));
}

TEST_CASE("a time is told in three digits that matter") {
    CHECK(briefly(0ms) == "0 ms");
    CHECK(briefly(840us) == "0.84 ms");
    CHECK(briefly(12'340us) == "12.3 ms");
    CHECK(briefly(99'960us) == "100 ms");
    CHECK(briefly(771'200us) == "771 ms");
    CHECK(briefly(7'275ms) == "7275 ms");
    CHECK(briefly(12'340ms) == "12.3 s");
    CHECK(briefly(240s) == "240 s");
}
