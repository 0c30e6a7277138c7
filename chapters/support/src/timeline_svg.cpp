#include <algorithm>
#include <cmath>

#include "support/svg.hpp"
#include "support/timeline.hpp"
#include "timeline_parts.hpp"

namespace untwist::support {
namespace {

constexpr std::size_t kMostRows = 40;
constexpr double kLeft = 84;    // where time zero is
constexpr double kRight = 630;  // where the longest panel ends
constexpr double kTop = 84;     // of the first panel
constexpr double kTitle = 28;   // a panel's title, above its rows
constexpr double kGap = 16;     // below its rows
constexpr std::size_t kColours = 5;

// Colours are Okabe and Ito's, which colour-blind readers tell apart as well.
constexpr const char* kLight =
    ".w{fill:#d0d7de}.r{fill:#f0c75e}\n"
    ".t0{fill:#0072b2}.t1{fill:#d55e00}.t2{fill:#009e73}\n"
    ".t3{fill:#cc79a7}.t4{fill:#56b4e9}\n";
constexpr const char* kDark =
    ".w{fill:#3d444d}.r{fill:#8a6d1f}.t0{fill:#2a8fd0}";

std::string colour(std::size_t task) {
    return std::string("t").append(std::to_string(task % kColours));
}

class SvgDrawing {
  public:
    explicit SvgDrawing(const Timeline& timeline)
        : timeline_(timeline),
          end_(axisEnd(timeline)),
          perMs_((kRight - kLeft) / end_) {
        std::size_t rows = 1;
        for (const Panel& panel : timeline.panels) {
            rows = std::max(rows, std::min(panel.tasks, kMostRows));
        }
        pitch_ = std::clamp(300.0 / static_cast<double>(rows), 7.0, 26.0);
    }

    std::string draw() {
        double top = kTop;
        std::string panels;
        for (const Panel& panel : timeline_.panels) {
            panels += drawPanel(panel, top);
            top += height(panel);
        }
        const double bottom = top - kGap + 6;
        return svgOpening(timeline_.title, bottom + 32, kLight, kDark) +
               legend() + axis(bottom) + panels + "</svg>\n";
    }

  private:
    double height(const Panel& panel) const {
        const auto rows = selection(panel.tasks, kMostRows).size();
        return kTitle + static_cast<double>(rows) * pitch_ + kGap;
    }

    double at(Duration time) const { return kLeft + inMs(time) * perMs_; }

    std::string legend() const {
        std::string svg = svgBar("w", 24, 52, 22, 10) +
                          svgText("d", 52, 62, "waiting on I/O") +
                          svgBar("r", 158, 52, 22, 10) +
                          svgText("d", 186, 62, "ready, but the CPU is busy");
        for (std::size_t i = 0; i < kColours; ++i) {
            svg += svgBar(colour(i), 382.0 + 9.0 * static_cast<double>(i), 47,
                          8, 20);
        }
        return svg + svgText("d", 434, 62, "running") +
               svgText("d e", 696, 62, selectionNote(timeline_, kMostRows));
    }

    std::string axis(double bottom) const {
        std::string svg;
        const double step = tickStep(end_, 8);
        const int decimals =
            std::max(0, static_cast<int>(-std::floor(std::log10(step))));
        for (int i = 0; i * step <= end_ * 1.0001; ++i) {
            const double x = kLeft + i * step * perMs_;
            svg += svgLine("g", x, kTop, x, bottom) +
                   svgText("d m", x, bottom + 18, fixed(i * step, decimals));
        }
        return svg + svgText("d e", 696, bottom + 18, "ms");
    }

    std::string drawPanel(const Panel& panel, double top) const {
        std::string svg = "<g>\n" + svgText("b", 24, top + 18, panel.title);
        const auto tasks = selection(panel.tasks, kMostRows);
        const double rowsTop = top + kTitle;
        for (std::size_t row = 0; row < tasks.size(); ++row) {
            const double middle =
                rowsTop + (static_cast<double>(row) + 0.5) * pitch_;
            if (isLabelled(row)) {
                svg += svgText("d e", 74, middle + 4.5,
                               "task " + std::to_string(tasks[row] + 1));
            }
            svg += drawRow(panel, tasks[row], middle);
        }
        const double bottom =
            rowsTop + static_cast<double>(tasks.size()) * pitch_;
        const double end = at(panel.total);
        return svg + svgLine("end", end, rowsTop, end, bottom) +
               svgText("b", end + 7, (rowsTop + bottom) / 2 + 4.5,
                       briefly(panel.total)) +
               "</g>\n";
    }

    // Every row if there is room for a line of text, else a few.
    bool isLabelled(std::size_t row) const {
        const double apart = pitch_ < 15 ? 28 : pitch_;
        return row % static_cast<std::size_t>(std::ceil(apart / pitch_)) == 0;
    }

    std::string drawRow(const Panel& panel, std::size_t task,
                        double middle) const {
        std::string svg;
        for (const Slice& slice : panel.slices) {
            if (slice.task != task) continue;
            const bool runs = slice.doing == Doing::running;
            const double tall = pitch_ * (runs ? 0.78 : 0.32);
            // Never thinner than can be seen.
            const double wide =
                std::max(at(slice.ended) - at(slice.began), runs ? 0.8 : 0.0);
            const std::string classes = slice.doing == Doing::waiting ? "w"
                                        : slice.doing == Doing::ready
                                            ? "r"
                                            : colour(task);
            svg += svgBar(classes, at(slice.began), middle - tall / 2, wide,
                          tall, ">" + hint(slice) + "</rect>\n");
        }
        return svg;
    }

    static std::string hint(const Slice& slice) {
        return "<title>task " + std::to_string(slice.task + 1) + " " +
               std::string(nameOf(slice.doing)) + ", " +
               fixed(inMs(slice.began), 1) + " to " +
               fixed(inMs(slice.ended), 1) + " ms</title>";
    }

    const Timeline& timeline_;
    double end_;
    double perMs_;
    double pitch_ = 0;
};

}  // namespace

std::string drawSvg(const Timeline& timeline) {
    return SvgDrawing(timeline).draw();
}

}  // namespace untwist::support
