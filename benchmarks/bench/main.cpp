// ./untwist bench: the library against bare epoll and what else there is.
#include <CLI/CLI.hpp>

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "bench/measure.hpp"
#include "bench/profile.hpp"
#include "bench/report.hpp"
#include "meters/process.hpp"

using namespace untwist::bench;

namespace {

constexpr const char* kEpoll = "epoll";  // what all are compared with
constexpr const char* kMemoryWork = "echo-10000";

struct Options {
    std::vector<std::string> only;
    bool quick = false;
    int rounds = 7;
    double seconds = 0.3;
    bool noTiming = false;
    bool noCounts = false;
    bool profile = false;
    std::string json;
    std::string write;
};

std::string today() {
    const auto now = std::time(nullptr);
    std::array<char, 32> text;
    std::strftime(text.data(), text.size(), "%Y-%m-%d", std::localtime(&now));
    return text.data();
}

std::string machine() {
    std::ifstream lines("/proc/cpuinfo");
    std::string line;
    std::string model = "an unknown CPU";
    while (std::getline(lines, line)) {
        if (line.starts_with("model name")) {
            model = line.substr(line.find(':') + 2);
            break;
        }
    }
    utsname system{};
    ::uname(&system);
    return model + ", " + std::to_string(untwist::meters::cpus()) +
           " CPUs, Linux " + system.release;
}

class Bench {
  public:
    Bench(Options options, Report& report);
    void time();
    void count();
    void profile() const;

  private:
    bool wants(const Work& work, const Server& server) const;
    template <class F>
    void forAll(F function);
    void countOne(const Work& work, const Server& server, Cell& cell) const;

    Options options_;
    Report& report_;
    std::string folder_;
    std::vector<Server> servers_;
    std::vector<Work> works_;
};

std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

// On one line, which the next one replaces.
void showProgress(const std::string& text) {
    if (::isatty(STDERR_FILENO)) std::cerr << "\r\033[K" << text << std::flush;
}

template <class Named>
bool chosen(const std::vector<std::string>& only, const std::vector<Named>& all,
            const std::string& name) {
    const auto isChosen = [&](const auto& one) {
        return std::ranges::count(only, one.name) > 0;
    };
    if (std::ranges::none_of(all, isChosen)) return true;
    return std::ranges::count(only, name) > 0;
}

Bench::Bench(Options options, Report& report)
    : options_(std::move(options)),
      report_(report),
      folder_(std::filesystem::read_symlink("/proc/self/exe").parent_path()) {
    const auto all = allServers(folder_ + "/servers");
    for (const auto& name : options_.only) {
        const auto isIt = [&](const auto& one) { return one.name == name; };
        if (std::ranges::none_of(all, isIt) &&
            std::ranges::none_of(allWorks(), isIt)) {
            throw std::runtime_error("--only: no work or server is called " +
                                     name);
        }
    }
    for (const auto& server : all) {
        if (!chosen(options_.only, all, server.name) && server.name != kEpoll)
            continue;
        if (server.missing.empty()) {
            servers_.push_back(server);
            report_.servers.push_back(server.name);
        } else {
            report_.remarks.push_back("Left out: " + server.name + ", " +
                                      server.missing + '.');
        }
    }
    for (const auto& work : allWorks()) {
        if (chosen(options_.only, allWorks(), work.name))
            works_.push_back(work);
    }
}

template <class F>
void Bench::forAll(F function) {
    for (const auto& work : works_) {
        for (const auto& server : servers_) {
            if (std::ranges::count(server.services, work.service) == 0)
                continue;
            auto& cell = report_.cells[work.name][server.name];
            if (!cell.failure.empty()) continue;
            showProgress(work.name + ", " + server.name);
            try {
                function(work, server, cell);
            } catch (const std::runtime_error& error) {
                cell.failure = firstLine(error.what());
                report_.remarks.push_back(server.name + " failed at " +
                                          work.title + ": " + cell.failure +
                                          '.');
            }
        }
    }
    showProgress("");
}

// The servers take turns, so that whatever else the machine does meets all of
// them, and each round compares with the same round of epoll.
void Bench::time() {
    const auto window = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(options_.seconds));
    for (int round = 0; round < options_.rounds; ++round) {
        forAll([&](const Work& work, const Server& server, Cell& cell) {
            cell.rounds.push_back(timeOf(server, work, window));
            const auto& epoll = report_.cells[work.name][kEpoll];
            if (epoll.rounds.size() == cell.rounds.size()) {
                cell.ratios.push_back(cell.rounds.back().cpu /
                                      epoll.rounds.back().cpu);
            }
        });
    }
}

void Bench::countOne(const Work& work, const Server& server, Cell& cell) const {
    const auto library = folder_ + "/libbench-allocations.so";
    if (work.name == kMemoryWork) {
        cell.connection = perConnection(server, work, library);
    }
    if (!work.countable()) return;
    if (untwist::meters::SystemCalls::available())
        cell.systemCalls = systemCallsOf(server, work);
    cell.allocations = allocationsPerMessage(server, work, library);
    if (untwist::meters::Instructions::available())
        cell.instructions = instructionsOf(server, work);
}

void Bench::count() {
    if (!untwist::meters::SystemCalls::available())
        report_.remarks.emplace_back("No system calls: strace is missing.");
    if (!untwist::meters::Instructions::available())
        report_.remarks.emplace_back("No instructions: valgrind is missing.");
    forAll([&](const Work& work, const Server& server, Cell& cell) {
        countOne(work, server, cell);
    });
}

void Bench::profile() const {
    for (const auto& work : works_) {
        if (!work.countable()) continue;
        for (const auto& server : servers_) {
            if (server.name == kEpoll) continue;
            std::cout << profileOf(server, work) << '\n';
        }
    }
}

void addOptions(CLI::App& app, Options& options) {
    std::string names = "Works and servers to measure:";
    for (const auto& work : allWorks()) names += ' ' + work.name;
    names += "; epoll untwist asio libuv libevent threads twisted";
    app.add_option("--only", options.only, names)->delimiter(',');
    app.add_flag("--quick", options.quick, "Three short rounds");
    app.add_option("--rounds", options.rounds, "How often each takes its turn")
        ->check(CLI::Range(1, 1000));
    app.add_option("--seconds", options.seconds, "Of each turn")
        ->check(CLI::Range(0.01, 60.0));
    app.add_flag("--no-timing", options.noTiming, "Only count");
    app.add_flag("--no-counts", options.noCounts, "Only time");
    app.add_flag("--profile", options.profile,
                 "System calls and instructions by function, and no more");
    app.add_option("--json", options.json, "Write all figures there too");
    app.add_option("--write", options.write,
                   "Put the tables into a text, between its marks "
                   "<!-- bench --> and <!-- /bench -->");
}

int run(int argc, char** argv) {
    Options options;
    CLI::App app{"The library against bare epoll and what else there is",
                 "./untwist bench"};
    addOptions(app, options);
    CLI11_PARSE(app, argc, argv);
    if (options.quick) {
        options.rounds = 3;
        options.seconds = 0.1;
    }
    Report report;
    report.date = today();
    report.machine = machine();
    report.command = "./untwist bench";
    for (int i = 1; i < argc; ++i) report.command += std::string(" ") + argv[i];

    Bench bench(options, report);
    if (options.profile) {
        bench.profile();
        return 0;
    }
    if (!options.noTiming) bench.time();
    if (!options.noCounts) bench.count();
    const auto text = asMarkdown(report);
    std::cout << text;
    if (!options.json.empty()) std::ofstream(options.json) << asJson(report);
    if (!options.write.empty()) putInto(options.write, text);
    return 0;
}

}  // namespace

int main(int argc, char** argv) try {
    return run(argc, argv);
} catch (const std::exception& error) {
    std::cerr << "untwist bench: " << error.what() << '\n';
    return 1;
}
