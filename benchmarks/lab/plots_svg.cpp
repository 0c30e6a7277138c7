#include <algorithm>
#include <cmath>

#include "plots.hpp"
#include "support/svg.hpp"

namespace untwist::lab {

using support::px;
using support::svgLine;
using support::svgText;

namespace {

constexpr double kLeft = 74;     // of the first load
constexpr double kRight = 570;   // of the last
constexpr double kNames = 592;   // where a line's name stands
constexpr double kTitle = 40;    // from a plot's top to its highest number
constexpr double kHeight = 170;  // from there to its axis
constexpr double kBelow = 44;    // from the axis to the next plot
constexpr double kApart = 5;     // lines at the same place, side by side
constexpr double kLine = 16;     // of text

// Colours are Okabe and Ito's, which colour-blind readers tell apart as well.
constexpr const char* kLight =
    ".l{fill:none;stroke-width:2.5;stroke-linejoin:round}.s{stroke-width:1.5}\n"
    ".c0{stroke:#0072b2}.c1{stroke:#d55e00}.c2{stroke:#e69f00}\n"
    ".c3{stroke:#009e73}.c4{stroke:#cc79a7}.c5{stroke:#56b4e9}\n"
    ".p{stroke-width:2}.o{fill:#fff}.n{stroke-opacity:.5}\n";
constexpr const char* kDark = ".c0{stroke:#2a8fd0}.o{fill:#161b22}";

std::string colour(const Line& line) {
    return "c" + std::to_string(line.colour % kColours);
}

class SvgDrawing {
  public:
    explicit SvgDrawing(const Picture& picture)
        : picture_(picture), loads_(loadsOf(picture)) {}

    std::string draw() const {
        double top = 46;
        std::string body;
        for (const std::string& note : picture_.notes) {
            body += svgText("d", 24, top + 10, note);
            top += 18;
        }
        top += 10;
        for (const Plot& plot : picture_.plots) {
            body += drawPlot(plot, top);
            top += kTitle + kHeight + kBelow;
        }
        body += drawTroubles(top);
        return support::svgOpening(picture_.title, top + 4, kLight, kDark) +
               body + "</svg>\n";
    }

  private:
    // Loads stand as far apart as they are on a logarithmic axis.
    double xOf(double load) const {
        if (loads_.size() < 2) return (kLeft + kRight) / 2;
        const double share = std::log(load / loads_.front()) /
                             std::log(loads_.back() / loads_.front());
        return kLeft + 24 + share * (kRight - kLeft - 48);
    }

    static double beside(const Plot& plot, const Line& line) {
        const auto number = static_cast<double>(&line - plot.lines.data());
        return (number - (static_cast<double>(plot.lines.size()) - 1) / 2) *
               kApart;
    }

    std::string drawPlot(const Plot& plot, double top) const {
        const Axis axis = yAxis(plot);
        const double bottom = top + kTitle + kHeight;
        std::string svg = "<g>\n<text class='b' x='24' y='" + px(top + 18) +
                          "'>" + support::escapedForXml(plot.title) +
                          "<tspan class='d' font-weight='400'>  " +
                          support::escapedForXml(plot.unit) +
                          (axis.isLog() ? ", log" : "") + "</tspan></text>\n";
        for (const double tick : axis.ticks()) {
            const double y = bottom - axis.place(tick) * kHeight;
            svg += svgLine("g", kLeft, y, kRight, y) +
                   svgText("d e", kLeft - 10, y + 4.5, tickName(tick));
        }
        for (const double load : loads_) {
            svg += svgLine("g", xOf(load), top + kTitle, xOf(load), bottom) +
                   svgText("d m", xOf(load), bottom + 18, tickName(load));
        }
        svg += svgText("d", kNames, bottom + 18, picture_.xTitle);
        for (const Line& line : plot.lines) {
            svg += drawLine(plot, line, axis, bottom);
        }
        return svg + drawCrosses(plot, bottom) + drawNames(plot, axis, bottom) +
               "</g>\n";
    }

    std::string drawLine(const Plot& plot, const Line& line, const Axis& axis,
                         double bottom) const {
        std::string points;
        std::string marks;
        const auto yOf = [&](double number) {
            return bottom - axis.place(number) * kHeight;
        };
        for (const Mark& mark : line.marks) {
            if (!mark.trouble.empty()) continue;
            const double x = xOf(mark.x) + beside(plot, line);
            points += (points.empty() ? "" : " ") + px(x) + ',' +
                      px(yOf(mark.y.median));
            marks += svgLine("s " + colour(line), x, yOf(mark.y.least), x,
                             yOf(mark.y.most)) +
                     drawMark(plot, line, mark, x, yOf(mark.y.median));
        }
        if (points.empty()) return {};
        return "<polyline class='l " + colour(line) + "' points='" + points +
               "'/>\n" + marks;
    }

    // A ring; a triangle that points up for a latency of at least so much.
    static std::string drawMark(const Plot& plot, const Line& line,
                                const Mark& mark, double x, double y) {
        const std::string style = "class='p o " + colour(line) + "'";
        const std::string title =
            "<title>" +
            support::escapedForXml(line.name + ": " +
                                   (mark.y.atLeast ? "at least " : "") +
                                   brief(mark.y.median) + " " + plot.unit +
                                   " at " + tickName(mark.x)) +
            "</title>";
        if (mark.y.atLeast) {
            return "<path " + style + " d='M" + px(x - 5) + ',' + px(y + 4) +
                   "h10l-5,-9z'>" + title + "</path>\n";
        }
        return "<circle " + style + " cx='" + px(x) + "' cy='" + px(y) +
               "' r='3'>" + title + "</circle>\n";
    }

    // A cross on the axis for each point that has no figure.
    std::string drawCrosses(const Plot& plot, double bottom) const {
        std::string svg;
        for (const Line& line : plot.lines) {
            for (const Mark& mark : line.marks) {
                if (mark.trouble.empty()) continue;
                svg += cross(line, xOf(mark.x) + beside(plot, line), bottom,
                             told(line, mark));
            }
        }
        return svg;
    }

    static std::string told(const Line& line, const Mark& mark) {
        return line.name + " at " + tickName(mark.x) + ": " + mark.trouble;
    }

    static std::string cross(const Line& line, double x, double y,
                             const std::string& title) {
        return "<path class='p " + colour(line) + "' d='M" + px(x - 4) + ',' +
               px(y - 4) + "l8,8m0,-8l-8,8'><title>" +
               support::escapedForXml(title) + "</title></path>\n";
    }

    // What was the matter with them, below all plots. Moves `top` down.
    std::string drawTroubles(double& top) const {
        std::string svg;
        if (picture_.plots.empty()) return svg;
        for (const Line& line : picture_.plots.front().lines) {
            for (const Mark& mark : line.marks) {
                if (mark.trouble.empty()) continue;
                const std::string text = told(line, mark);
                svg += cross(line, 30, top + 5, text) +
                       svgText("d", 44, top + 10, text);
                top += 18;
            }
        }
        return svg;
    }

    // Each at the height of its line's end, but never one on another.
    std::string drawNames(const Plot& plot, const Axis& axis,
                          double bottom) const {
        struct Name {
            const Line* line;
            double x;
            double end;
            double y;
        };
        std::vector<Name> names;
        for (const Line& line : plot.lines) {
            const auto last = std::find_if(
                line.marks.rbegin(), line.marks.rend(),
                [](const Mark& mark) { return mark.trouble.empty(); });
            if (last == line.marks.rend()) continue;
            const double y = bottom - axis.place(last->y.median) * kHeight;
            names.push_back({&line, xOf(last->x) + beside(plot, line), y, y});
        }
        std::ranges::sort(names, {}, &Name::end);
        for (std::size_t i = 1; i < names.size(); ++i) {
            names[i].y = std::max(names[i].y, names[i - 1].y + kLine);
        }
        double lowest = bottom - 8;
        for (std::size_t i = names.size(); i-- > 0;) {
            names[i].y = std::min(names[i].y, lowest);
            lowest = names[i].y - kLine;
        }
        std::string svg;
        for (const Name& name : names) {
            svg += svgLine("n " + colour(*name.line), name.x + 5, name.end,
                           kNames - 4, name.y) +
                   svgText("", kNames, name.y + 4.5, name.line->name);
        }
        return svg;
    }

    const Picture& picture_;
    std::vector<double> loads_;
};

}  // namespace

std::string drawSvg(const Picture& picture) {
    return SvgDrawing(picture).draw();
}

}  // namespace untwist::lab
