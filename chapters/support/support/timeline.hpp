// Pictures of who did what when: an SVG file, a terminal's text, raw CSV.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/terminal.hpp"
#include "untwist/duration.hpp"

namespace untwist::support {

// What a task is doing. Waiting costs nobody anything; ready means that it
// could go on, but the processor is busy elsewhere.
enum class Doing : std::uint8_t { waiting, ready, running };

std::string_view nameOf(Doing doing);  // "waiting", "ready", "running"

// One task doing one thing for a while. Times count from its panel's start.
struct Slice {
    std::size_t task = 0;  // from 0; pictures call the first one "task 1"
    Doing doing = Doing::waiting;
    Duration began{};
    Duration ended{};

    friend bool operator==(const Slice&, const Slice&) = default;
};

// One way of doing the work. A task's slices are in order and do not overlap.
struct Panel {
    std::string title;
    std::size_t tasks = 0;
    Duration total{};
    std::vector<Slice> slices;
};

// Several panels, drawn one below the other on one shared time axis.
struct Timeline {
    std::string title;
    std::vector<Panel> panels;
};

// A complete SVG document, 720 wide, for light and dark pages. Many tasks get
// thinner rows; past 40, an even selection is drawn, and the picture says so.
std::string drawSvg(const Timeline& timeline);

// The same as lines of text, each ending in a newline and none wider than
// style.columns (from 30 up). Past 12 tasks an even selection is drawn.
std::string drawText(const Timeline& timeline, const TextStyle& style);

// Every slice: "model,task,state,began_ms,ended_ms", to the microsecond.
std::string drawCsv(const Timeline& timeline);

// "771 ms", "12.3 ms", "0.84 ms", "12.3 s": three digits that matter.
std::string briefly(Duration time);

}  // namespace untwist::support
