#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "support/timeline.hpp"
#include "timeline_parts.hpp"

namespace untwist::support {
namespace {

constexpr std::size_t kMostRows = 12;

// A character cell of a row: empty, or what the task mostly did in it.
enum class Cell : std::uint8_t { empty, waiting, ready, running };

Cell cellOf(Doing doing) {
    return static_cast<Cell>(static_cast<int>(doing) + 1);
}

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    while (times-- > 0) text += piece;
    return text;
}

// Draws with one style; knows where columns and cells are.
class TextDrawing {
  public:
    TextDrawing(const Timeline& timeline, const TextStyle& style)
        : timeline_(timeline), style_(style), narrow_(style.columns < 60) {
        std::size_t most = 1;
        for (const Panel& panel : timeline.panels) {
            most = std::max(most, panel.tasks);
        }
        digits_ = std::to_string(most).size();
        indent_ = (narrow_ ? 0 : 7) + digits_ + 2;
        const auto columns =
            static_cast<std::size_t>(std::max(style.columns, 30));
        cells_ = columns - indent_ - 1;
        perCell_ = axisEnd(timeline) / static_cast<double>(cells_);
    }

    std::string draw() const {
        std::string text;
        for (const Panel& panel : timeline_.panels) {
            text += styled("1", panel.title) + '\n';
            for (const std::size_t task : selection(panel.tasks, kMostRows)) {
                text += drawRow(panel, task);
            }
            text += drawTotal(panel) + '\n';
        }
        return text + legend();
    }

  private:
    std::string styled(std::string_view codes, std::string_view text) const {
        if (!style_.colour) return std::string(text);
        return "\x1b[" + std::string(codes) + "m" + std::string(text) +
               "\x1b[0m";
    }

    // Okabe and Ito's colours, as near as 256 colours come.
    std::string inked(Cell cell, std::size_t task, std::size_t times) const {
        static constexpr std::array<std::string_view, 5> kTasks{
            "38;5;32", "38;5;166", "38;5;36", "38;5;175", "38;5;74"};
        switch (cell) {
            case Cell::empty:
                return repeated(" ", times);
            case Cell::waiting:
                return styled("38;5;244",
                              repeated(style_.unicode ? "─" : "-", times));
            case Cell::ready:
                return styled("38;5;178",
                              repeated(style_.unicode ? "·" : ".", times));
            case Cell::running:
                return styled(kTasks[task % kTasks.size()],
                              repeated(style_.unicode ? "█" : "#", times));
        }
        return {};
    }

    std::string drawRow(const Panel& panel, std::size_t task) const {
        const std::string number = std::to_string(task + 1);
        std::string text = (narrow_ ? "" : "  task ") +
                           repeated(" ", digits_ - number.size()) + number +
                           "  ";
        auto cells = cellsOf(panel, task);
        while (!cells.empty() && cells.back() == Cell::empty) cells.pop_back();
        for (auto run = cells.begin(); run != cells.end();) {
            const auto end = std::find_if(
                run, cells.end(), [&](Cell cell) { return cell != *run; });
            text += inked(*run, task, static_cast<std::size_t>(end - run));
            run = end;
        }
        return text + '\n';
    }

    std::size_t cellAt(double ms) const {
        return std::min(static_cast<std::size_t>(ms / perCell_), cells_ - 1);
    }

    // Each cell shows what took most of its time.
    std::vector<Cell> cellsOf(const Panel& panel, std::size_t task) const {
        std::vector<std::array<double, 4>> shares(cells_, {perCell_, 0, 0, 0});
        std::vector<Slice> slices;
        for (const Slice& slice : panel.slices) {
            if (slice.task != task) continue;
            slices.push_back(slice);
            const double began = inMs(slice.began);
            const double ended = inMs(slice.ended);
            for (std::size_t i = cellAt(began); i <= cellAt(ended); ++i) {
                const double left = static_cast<double>(i) * perCell_;
                const double share =
                    std::min(ended, left + perCell_) - std::max(began, left);
                shares[i][0] -= share;
                shares[i][static_cast<std::size_t>(cellOf(slice.doing))] +=
                    share;
            }
        }
        std::vector<Cell> cells;
        cells.reserve(shares.size());
        for (const auto& share : shares) {
            cells.push_back(static_cast<Cell>(std::ranges::max_element(share) -
                                              share.begin()));
        }
        keepBursts(slices, cells);
        return cells;
    }

    // A burst of running, however short, is never lost between two cells.
    void keepBursts(const std::vector<Slice>& slices,
                    std::vector<Cell>& cells) const {
        const auto waits = [](const Slice& slice) {
            return slice.doing == Doing::waiting;
        };
        const auto runs = [](const Slice& slice) {
            return slice.doing == Doing::running;
        };
        for (auto begin = slices.begin(); begin != slices.end();) {
            const auto end = std::find_if(begin, slices.end(), waits);
            const auto first = std::find_if(begin, end, runs);
            if (first != end) {
                const auto from = std::next(
                    cells.begin(),
                    static_cast<std::ptrdiff_t>(cellAt(inMs(first->began))));
                const auto to =
                    std::next(cells.begin(),
                              static_cast<std::ptrdiff_t>(
                                  cellAt(inMs(std::prev(end)->ended)) + 1));
                if (std::find(from, to, Cell::running) == to) {
                    cells[cellAt(inMs(first->began + first->ended) / 2)] =
                        Cell::running;
                }
            }
            begin = std::find_if_not(end, slices.end(), waits);
        }
    }

    std::string drawTotal(const Panel& panel) const {
        const std::string total = briefly(panel.total);
        const std::size_t column = indent_ + cellAt(inMs(panel.total));
        const std::string corner = style_.unicode ? "└ " : "^ ";
        if (column + 2 + total.size() <= indent_ + cells_) {
            return repeated(" ", column) + styled("1", corner + total) + '\n';
        }
        return repeated(" ", column - total.size() - 1) +
               styled("1", total + (style_.unicode ? " ┘" : " ^")) + '\n';
    }

    std::string legend() const {
        const std::string between = narrow_ ? "\n  " : "   ";
        std::string text =
            "  " + inked(Cell::waiting, 0, 2) + " waiting on I/O" + between +
            inked(Cell::ready, 0, 2) + " ready, CPU busy" + between;
        for (std::size_t task = 0; task < 4; ++task) {
            text += inked(Cell::running, task, 1);
        }
        text += " running\n";
        const std::string note = selectionNote(timeline_, kMostRows);
        return note.empty() ? text : text + "  " + note + '\n';
    }

    const Timeline& timeline_;
    const TextStyle& style_;
    bool narrow_;
    std::size_t digits_ = 0;
    std::size_t indent_ = 0;
    std::size_t cells_ = 0;
    double perCell_ = 0;
};

}  // namespace

std::string drawText(const Timeline& timeline, const TextStyle& style) {
    return TextDrawing(timeline, style).draw();
}

}  // namespace untwist::support
