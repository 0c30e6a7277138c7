// The lab: the same service in six models, measured side by side as the load
// grows.
//
//   ./untwist compare                          a wait in each request
//   ./untwist compare --service echo,cpu       no wait; or computing
//   ./untwist compare --full                   up to 10,000 connections
//   ./untwist compare --serve pool --port 8000    for a load of your own
//
// The models are in models/: start there, and diff them.
// docs/comparing-models.md tells how to read what comes out.
#include <iostream>

#include <unistd.h>

#include "measure.hpp"
#include "plan.hpp"
#include "report.hpp"
#include "support/say.hpp"
#include "support/standalone.hpp"
#include "support/svg.hpp"
#include "support/write_file.hpp"

namespace support = untwist::support;
using namespace untwist::lab;
using support::say;

namespace {

// Ourselves, to be started again as a server.
constexpr const char* kProgram = "/proc/self/exe";

// One line on the terminal, which the next one replaces.
class ProgressLine {
  public:
    explicit ProgressLine(const Plan& plan)
        : all_(plan.points() * static_cast<std::size_t>(plan.rounds)),
          shows_(::isatty(STDERR_FILENO)) {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(int round, const Point& next) {
        if (!shows_) return;
        clear();
        std::cerr << 100 * done_++ / all_ << "%  round " << round << ": "
                  << next.service << ", " << next.model << ", "
                  << next.connections << std::flush;
    }

  private:
    void clear() const {
        if (shows_) std::cerr << "\r\x1b[K" << std::flush;
    }

    std::size_t all_;
    std::size_t done_ = 0;
    bool shows_;
};

// What to do if there are not enough for both ends of each connection.
void adviseOnDescriptors(const Plan& plan) {
    const int wanted = plan.connections.back();
    const int allowed = allowConnections(wanted);
    if (allowed >= wanted) return;
    std::cerr << "this system allows " << withCommas(allowed)
              << " connections; for " << withCommas(wanted)
              << " give this shell more descriptors first: ulimit -n "
              << wanted + 1000
              << "\n(what no user may exceed is in "
                 "/etc/security/limits.conf, or the container's limits)\n";
}

std::string announcement(const Plan& plan) {
    const auto counted = [](auto number, const std::string& thing) {
        return std::to_string(number) + ' ' + thing + (number == 1 ? "" : "s");
    };
    return counted(plan.points(), "point") + ", " +
           counted(plan.rounds, "round") + ": about " +
           std::to_string(plan.length().count()) + " s\n";
}

// FILE-echo.svg for a service of several.
std::string pathFor(const std::string& svg, const Plan& plan,
                    const NamedService& service) {
    if (plan.services.size() == 1 || !svg.ends_with(".svg")) return svg;
    return svg.substr(0, svg.size() - 4) + "-" + service.name + ".svg";
}

void writeFiles(const CommandLine& line, const Report& report) {
    const auto tell = [&line](const std::string& what) {
        if (!line.json) say(what);
    };
    for (const NamedService& service : report.plan.services) {
        if (line.svg.empty()) break;
        const auto path = pathFor(line.svg, report.plan, service);
        support::writeFile(path, drawSvg(pictureOf(report, service)));
        tell("the picture: " + path);
    }
    if (line.csv.empty()) return;
    support::writeFile(line.csv, csvOf(report));
    tell("the data:    " + line.csv);
}

int compare(const CommandLine& line) {
    const auto style = support::terminalStyle();
    const Plan& plan = line.plan;
    adviseOnDescriptors(plan);
    if (!line.json) say(announcement(plan));
    Report report{plan, {}, machineName(), today()};
    {
        ProgressLine progress(plan);
        report.points = measureAll(
            kProgram, plan,
            [&](int round, const Point& next) { progress.show(round, next); });
    }
    if (line.json) say(jsonOf(report));
    for (const NamedService& service : plan.services) {
        if (line.json) break;
        std::string text = tables(report, service, style);
        if (plan.connections.size() > 1) {  // one load makes no curve
            text += drawText(pictureOf(report, service), style) + '\n';
        }
        text.pop_back();  // say() ends the last line
        say(service.name + ": " + service.title + "\n\n" + text);
    }
    if (!line.json) say(footnotes(style));
    writeFiles(line, report);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    return support::guarded([&] {
        CommandLine line;
        if (const auto code = parse(argc, argv, line)) return *code;
        if (line.serve.empty()) return compare(line);
        serve(line.plan.models.front(), line.port,
              line.plan.services.front().service);
    });
}
