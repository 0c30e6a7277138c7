// Plots of figures over a growing load: an SVG file, and a terminal's text.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "figures.hpp"
#include "support/terminal.hpp"

namespace untwist::lab {

// One model's figure at one load.
struct Mark {
    double x = 0;
    Spread y;
    std::string trouble;  // why there is no figure; else empty
};

struct Line {
    std::string name;
    char letter = '?';
    std::size_t colour = 0;  // below kColours
    std::vector<Mark> marks;
};
inline constexpr std::size_t kColours = 6;

struct Plot {
    std::string title;
    std::string unit;
    std::vector<Line> lines;
};

// Several plots one below the other, over the same loads.
struct Picture {
    std::string title;
    std::vector<std::string> notes;  // a line each, below the title
    std::string xTitle;
    std::vector<Plot> plots;
};

// A complete SVG document, 720 wide, for light and dark pages.
std::string drawSvg(const Picture& picture);

// Lines of text, none wider than style.columns (from 30 up). Each model is its
// letter; those at the same height stand side by side.
std::string drawText(const Picture& picture, const support::TextStyle& style);

// Where numbers go on a line from 0 to 1. Logarithmic if they are more than a
// factor of 20 apart; what is not positive then goes to 0. Otherwise from zero.
class Axis {
  public:
    explicit Axis(const std::vector<double>& numbers);

    double place(double number) const;
    bool isLog() const { return log_; }
    const std::vector<double>& ticks() const { return ticks_; }

  private:
    bool log_ = false;
    double low_ = 0;
    double high_ = 1;
    std::vector<double> ticks_;
};

// 10, 0.2, 1,000, 50k: as an axis names its ticks.
std::string tickName(double number);

// Of all that a plot shows, and of the loads of a picture.
Axis yAxis(const Plot& plot);
std::vector<double> loadsOf(const Picture& picture);  // sorted, each once

}  // namespace untwist::lab
