#include <algorithm>
#include <cmath>
#include <string_view>

#include "plots.hpp"

namespace untwist::lab {

using support::TextStyle;

namespace {

constexpr std::size_t kRows = 9;
constexpr std::size_t kLabels = 7;  // columns that the numbers take

// A letter, and the colour it has.
struct Ink {
    char letter;
    std::size_t colour;
};

class TextDrawing {
  public:
    TextDrawing(const Picture& picture, const TextStyle& style)
        : picture_(picture), style_(style), loads_(loadsOf(picture)) {
        const auto columns =
            static_cast<std::size_t>(std::max(style.columns, 30));
        const std::size_t room = columns - kLabels - 3;
        width_ = std::min<std::size_t>(
            room / std::max<std::size_t>(loads_.size(), 1), 16);
        width_ = std::max<std::size_t>(width_, 3);
    }

    std::string draw() const {
        std::string text;
        for (const Plot& plot : picture_.plots) text += drawPlot(plot) + '\n';
        return text + legend();
    }

  private:
    std::string styled(std::string_view codes, std::string_view text) const {
        if (!style_.colour) return std::string(text);
        return "\x1b[" + std::string(codes) + "m" + std::string(text) +
               "\x1b[0m";
    }

    // Okabe and Ito's colours, as near as 256 colours come.
    std::string inked(const Ink& ink) const {
        static constexpr std::string_view kCodes[kColours] = {
            "38;5;32", "38;5;166", "38;5;178",
            "38;5;36", "38;5;175", "38;5;74"};
        return styled(kCodes[ink.colour % kColours],
                      std::string_view(&ink.letter, 1));
    }

    // All that stands in one row above one load, in the middle of its cell.
    std::string cell(const std::vector<Ink>& inks) const {
        const std::size_t shown = std::min(inks.size(), width_ - 1);
        std::string text;
        for (std::size_t i = 0; i < shown; ++i) {
            const bool more = i + 1 == shown && shown < inks.size();
            text += more ? "+" : inked(inks[i]);
        }
        const std::size_t before = (width_ - shown) / 2;
        return std::string(before, ' ') + text +
               std::string(width_ - shown - before, ' ');
    }

    static std::string trimmed(std::string text) {
        text.erase(text.find_last_not_of(' ') + 1);
        return text + '\n';
    }

    static std::string rightAligned(const std::string& text) {
        const std::size_t size = std::min(text.size(), kLabels);
        return std::string(kLabels - size, ' ') + text;
    }

    // Rows count from the bottom.
    static std::size_t rowOf(const Axis& axis, double number) {
        return static_cast<std::size_t>(
            std::lround(axis.place(number) * (kRows - 1)));
    }

    std::vector<Ink> inksAt(const Plot& plot, const Axis& axis, double load,
                            std::size_t row) const {
        std::vector<Ink> inks;
        for (const Line& line : plot.lines) {
            for (const Mark& mark : line.marks) {
                if (mark.x != load || !mark.trouble.empty()) continue;
                if (rowOf(axis, mark.y.median) != row) continue;
                inks.push_back({line.letter, line.colour});
            }
        }
        return inks;
    }

    std::string drawPlot(const Plot& plot) const {
        const Axis axis = yAxis(plot);
        std::string text = styled("1", plot.title) + ", " + plot.unit +
                           (axis.isLog() ? " (log)" : "") + '\n';
        for (std::size_t row = kRows; row-- > 0;) {
            text += trimmed(labelAt(axis, row) + edge(axis, row) +
                            rowOfCells(plot, axis, row));
        }
        return text + floor() + failures(plot) + xLabels();
    }

    static std::string labelAt(const Axis& axis, std::size_t row) {
        for (const double tick : axis.ticks()) {
            if (rowOf(axis, tick) == row) return rightAligned(tickName(tick));
        }
        return rightAligned("");
    }

    std::string edge(const Axis& axis, std::size_t row) const {
        const bool tick = labelAt(axis, row) != rightAligned("");
        if (style_.unicode) return tick ? " ┤" : " │";
        return tick ? " +" : " |";
    }

    std::string rowOfCells(const Plot& plot, const Axis& axis,
                           std::size_t row) const {
        std::string text;
        for (const double load : loads_) {
            text += cell(inksAt(plot, axis, load, row));
        }
        return text;
    }

    std::string floor() const {
        std::string text = rightAligned("") + (style_.unicode ? " └" : " +");
        for (std::size_t i = 0; i < loads_.size() * width_; ++i) {
            const bool tick = i % width_ == (width_ - 1) / 2;
            if (style_.unicode) {
                text += tick ? "┬" : "─";
            } else {
                text += tick ? '+' : '-';
            }
        }
        return text + '\n';
    }

    // Who has no figure at a load stands below the axis.
    std::string failures(const Plot& plot) const {
        std::string text = rightAligned("failed") + "  ";
        bool any = false;
        for (const double load : loads_) {
            std::vector<Ink> inks;
            for (const Line& line : plot.lines) {
                for (const Mark& mark : line.marks) {
                    if (mark.x != load || mark.trouble.empty()) continue;
                    inks.push_back({line.letter, line.colour});
                }
            }
            any = any || !inks.empty();
            text += cell(inks);
        }
        return any ? trimmed(text) : "";
    }

    std::string xLabels() const {
        std::string text = rightAligned("") + "  ";
        for (const double load : loads_) {
            const std::string name = tickName(load).substr(0, width_);
            const std::size_t before = (width_ - name.size()) / 2;
            text += std::string(before, ' ') + name +
                    std::string(width_ - name.size() - before, ' ');
        }
        text.erase(text.find_last_not_of(' ') + 1);
        const auto columns =
            static_cast<std::size_t>(std::max(style_.columns, 30));
        if (text.size() + 2 + picture_.xTitle.size() <= columns) {
            text += "  " + picture_.xTitle;
        }
        return text + '\n';
    }

    std::string legend() const {
        if (picture_.plots.empty()) return {};
        std::string text;
        std::size_t column = 0;
        for (const Line& line : picture_.plots.front().lines) {
            const std::size_t size = line.name.size() + 4;
            if (column > 0 &&
                column + size > static_cast<std::size_t>(style_.columns)) {
                text += '\n';
                column = 0;
            }
            text += "  " + inked({line.letter, line.colour}) + ' ' + line.name;
            column += size;
        }
        return text + '\n';
    }

    const Picture& picture_;
    const TextStyle& style_;
    std::vector<double> loads_;
    std::size_t width_;  // of a load's cells
};

}  // namespace

std::string drawText(const Picture& picture, const TextStyle& style) {
    return TextDrawing(picture, style).draw();
}

}  // namespace untwist::lab
