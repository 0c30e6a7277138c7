// Chapter 1: the same work, three ways. A few tasks each ask a slow server and
// compute with its answers: blocking, with a thread per task, on a reactor.
//
//   ./untwist run 1                             the table and the picture
//   ./untwist run 1 --cpu 40ms                  much to compute
//   ./untwist run 1 --tasks 40 --cpu 1ms        mostly waiting
//   ./untwist run 1 --models threads,reactor    a closer look at two
//
// The models are in blocking.hpp, threads.hpp and reactor.hpp: start there.

#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "measure.hpp"
#include "models.hpp"
#include "report.hpp"
#include "slow_server.hpp"
#include "support/options.hpp"
#include "support/say.hpp"
#include "support/standalone.hpp"
#include "support/terminal.hpp"
#include "support/write_file.hpp"

namespace support = untwist::support;
using namespace std::chrono_literals;
using support::say;

namespace {

// Where the picture goes when nobody says: among the build's files.
std::string usualPath() {
    const std::string name = "three-models.svg";
    return std::filesystem::is_directory("build") ? "build/" + name : name;
}

// Writes the picture, and its data as CSV beside it. Says which files these
// are.
std::string draw(const support::Timeline& timeline, const std::string& svg) {
    support::writeFile(svg, drawSvg(timeline));
    const std::string drawn = "the picture: " + svg;
    if (!std::filesystem::is_regular_file(svg)) return drawn;
    const std::string csv =
        (svg.ends_with(".svg") ? svg.substr(0, svg.size() - 4) : svg) + ".csv";
    support::writeFile(csv, drawCsv(timeline));
    return drawn + "\nits data:    " + csv;
}

}  // namespace

int main(int argc, char** argv) {
    return support::guarded([&] {
        Plan plan;
        std::string models = "blocking,threads,reactor";
        std::string svg;
        bool json = false;
        support::Options options(
            "three-models: the same work blocking, threaded and on a reactor");
        options.add("--tasks", &plan.tasks, "how many tasks", 1, 1000);
        options.add("--requests", &plan.requests, "per task", 1, 100);
        options.add("--wait", &plan.wait, "what an answer takes", 0ms, 10s);
        options.add("--cpu", &plan.cpu, "what it takes to use it", 0ms, 10s);
        options.add("--seed", &plan.seed, "varies those two", 0, 1'000'000);
        options.add("--models", &models, "which ones [" + models + "]");
        options.add("--svg", &svg, "where to draw [" + usualPath() + "]");
        options.flag("--json", &json, "print JSON and nothing else");
        if (const int code = options.parse(argc, argv); code >= 0) return code;

        std::vector<NamedModel> chosen;
        try {
            chosen = choose(models, options.trace());
        } catch (const std::invalid_argument& error) {
            std::cerr << error.what() << '\n';
            return 2;
        }
        allowConnections(plan.tasks);
        const SlowServer server(options.port(0));
        const auto style = support::terminalStyle();
        if (!json) say(tableHeader(plan, style));

        std::vector<Result> results;
        for (const NamedModel& model : chosen) {
            try {
                results.push_back(
                    {model.name, model.title,
                     measure(model.run, makeTasks(plan), server.port())});
                if (!json) say(tableRow(results.back(), style));
            } catch (const std::exception& error) {
                std::cerr << model.name << ": " << error.what() << '\n';
            }
        }
        const auto timeline = timelineOf(plan, results);
        say(json ? jsonOf(plan, results) : '\n' + drawText(timeline, style));
        if (!json || !svg.empty()) {
            const auto files = draw(timeline, svg.empty() ? usualPath() : svg);
            if (!json) say(files);
        }
        return results.size() == chosen.size() ? 0 : 1;
    });
}
