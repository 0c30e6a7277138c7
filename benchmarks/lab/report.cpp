#include "report.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <sstream>

#include <sys/utsname.h>

#include "meters/process.hpp"

namespace untwist::lab {

using support::TextStyle;

namespace {

constexpr std::size_t kNameWidth = 10;
constexpr std::size_t kNumberWidth = 6;
constexpr std::size_t kSpreadWidth = 3;
constexpr std::size_t kThreadsWidth = 7;  // " 10,001": and no spread
constexpr int kTableWidth = 80;

// From here on the clients may be what is slow.
constexpr double kBusy = 90;  // % of a CPU

std::size_t widthOf(Figure figure) {
    return figure == Figure::threads ? kThreadsWidth : kNumberWidth;
}

// The columns of a table.
constexpr std::array kColumns{
    Figure::throughput, Figure::p50,     Figure::p99,      Figure::p999,
    Figure::cpu,        Figure::threads, Figure::switches, Figure::memory};

std::string dim(const TextStyle& style, const std::string& text) {
    if (!style.colour || text.empty()) return text;
    return "\x1b[2m" + text + "\x1b[0m";
}

std::string bold(const TextStyle& style, const std::string& text) {
    return style.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
}

// Spaces that fill `text`, `taken` columns wide, up to `width`.
std::string gap(std::size_t taken, std::size_t width) {
    std::string spaces;
    if (taken < width) spaces.assign(width - taken, ' ');
    return spaces;
}

// "12.3k", or ">=600", and how many columns that takes.
struct Cell {
    std::string text;
    std::size_t width;
};

Cell numberCell(Figure figure, const Spread& spread, const TextStyle& style) {
    const bool counts = figure == Figure::threads && spread.median < 99'999;
    const std::string number = counts
                                   ? withCommas(static_cast<int>(spread.median))
                                   : brief(spread.median);
    if (!spread.atLeast) return {number, number.size()};
    if (style.unicode) return {"≥" + number, number.size() + 1};
    return {">" + number, number.size() + 1};
}

Cell spreadCell(const Spread& spread, const TextStyle& style) {
    const int percent = std::min(spread.percent(), 99);
    if (percent == 0) return {"", 0};
    const std::string number = std::to_string(percent);
    return {(style.unicode ? "±" : "~") + number, number.size() + 1};
}

std::string tableHead() {
    std::string line(kNameWidth, ' ');
    for (const Figure figure : kColumns) {
        const std::string head = infoOf(figure).head;
        line += gap(head.size(), widthOf(figure)) + head;
        // A count of threads has no spread worth a column.
        if (figure != Figure::threads) line += gap(0, kSpreadWidth);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

std::string tableRow(const Point& point, const TextStyle& style) {
    std::string line = point.model + gap(point.model.size(), kNameWidth);
    if (!point.trouble.empty()) return line + " " + point.trouble + '\n';
    std::string owed;  // spaces, if something follows
    for (const Figure figure : kColumns) {
        const Cell number = numberCell(figure, point[figure], style);
        line += owed + gap(number.width, widthOf(figure)) + number.text;
        owed.clear();
        if (figure == Figure::threads) continue;
        const Cell spread = spreadCell(point[figure], style);
        line += dim(style, spread.text);
        owed = gap(spread.width, kSpreadWidth);
    }
    return line + '\n';
}

// For a narrow terminal: a figure after the other, in as many lines as needed.
std::string paragraph(const Point& point, const TextStyle& style) {
    if (!point.trouble.empty()) {
        return point.model + ":\n  " + point.trouble + '\n';
    }
    std::string text = point.model + '\n';
    std::size_t column = 0;
    for (const Figure figure : kColumns) {
        const std::string head = infoOf(figure).head;
        const Cell number = numberCell(figure, point[figure], style);
        const Cell spread = spreadCell(point[figure], style);
        const std::size_t size = head.size() + number.width + spread.width + 3;
        if (column + size > static_cast<std::size_t>(style.columns)) {
            text += '\n';
            column = 0;
        }
        text += "  " + head + ' ' + number.text + dim(style, spread.text);
        column += size;
    }
    return text + '\n';
}

std::string clients(int number) {
    return withCommas(number) + (number == 1 ? " client" : " clients");
}

// Who let clients wait for ever: "blocking answered 1 of 100 clients".
std::string starved(const Point& point) {
    if (!point.trouble.empty() || point.served >= point.connections) return {};
    return "  " + point.model + " answered " + withCommas(point.served) +
           " of " + clients(point.connections) + "; the others waited\n";
}

// Who kept the clients so busy that a faster server would look the same.
std::string heldUp(const std::vector<Point>& points) {
    std::string names;
    for (const Point& point : points) {
        if (!point.trouble.empty()) continue;
        if (point[Figure::clients].median < kBusy) continue;
        names += (names.empty() ? "" : ", ") + point.model;
    }
    if (names.empty()) return {};
    return "  held up by the clients: " + names + "\n";
}

std::string table(const Report& report, const NamedService& service,
                  int connections, const TextStyle& style) {
    const bool narrow = style.columns < kTableWidth;
    std::string text =
        bold(style, clients(connections)) + '\n' + (narrow ? "" : tableHead());
    std::string notes;
    std::vector<Point> here;
    for (const Point& point : report.points) {
        if (point.service != service.name) continue;
        if (point.connections != connections) continue;
        text += narrow ? paragraph(point, style) : tableRow(point, style);
        notes += starved(point);
        here.push_back(point);
    }
    return text + dim(style, notes + heldUp(here)) + '\n';
}

Line lineOf(const Report& report, const NamedService& service,
            const Model& model, Figure figure) {
    const auto place = std::ranges::find(models(), model.name, &Model::name);
    Line line{model.name,
              model.letter,
              static_cast<std::size_t>(place - models().begin()),
              {}};
    for (const Point& point : report.points) {
        if (point.service != service.name) continue;
        if (point.model != model.name) continue;
        line.marks.push_back({static_cast<double>(point.connections),
                              point[figure], point.trouble});
    }
    return line;
}

}  // namespace

std::string machineName() {
    std::ifstream in("/proc/cpuinfo");
    std::string processor;
    for (std::string line; processor.empty() && std::getline(in, line);) {
        const auto colon = line.find(": ");
        if (!line.starts_with("model name") || colon == std::string::npos) {
            continue;
        }
        processor = ", " + line.substr(colon + 2);
    }
    utsname system{};
    ::uname(&system);
    const int cores = meters::cpus();
    const std::string release = system.release;
    return std::to_string(cores) + (cores == 1 ? " core" : " cores") +
           processor + ", " + system.sysname + ' ' +
           release.substr(0, release.find_first_not_of("0123456789."));
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", std::localtime(&now));
    return text.data();
}

std::string tables(const Report& report, const NamedService& service,
                   const TextStyle& style) {
    std::string text;
    for (const int connections : report.plan.connections) {
        text += table(report, service, connections, style);
    }
    return text;
}

std::string footnotes(const TextStyle& style) {
    const std::string spread = style.unicode ? "±" : "~";
    const std::string atLeast = style.unicode ? "≥" : ">";
    return "p50 p99 p99.9  latency, ms; " + atLeast +
           ": no answer, so at least this\n"
           "CPU            seconds for 1,000 requests\n"
           "thr swi mem    threads; context switches for each request;\n"
           "               KiB of memory for each connection\n" +
           spread +
           "              how far the rounds lie from their median, in %\n";
}

Picture pictureOf(const Report& report, const NamedService& service) {
    Picture picture{
        "Six models, one service: " + service.title,
        {"median of the rounds (" + std::to_string(report.plan.rounds) +
             "), bar from least to most; a triangle: at least so much",
         report.machine + "; " + report.date},
        "clients",
        {}};
    if (report.plan.models.size() != models().size()) {
        picture.title = "One service: " + service.title;
    }
    for (const Figure figure : {Figure::throughput, Figure::p99, Figure::cpu,
                                Figure::switches, Figure::memory}) {
        Plot plot{infoOf(figure).title, infoOf(figure).unit, {}};
        for (const Model& model : report.plan.models) {
            plot.lines.push_back(lineOf(report, service, model, figure));
        }
        picture.plots.push_back(std::move(plot));
    }
    return picture;
}

}  // namespace untwist::lab
