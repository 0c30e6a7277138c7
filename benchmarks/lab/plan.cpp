#include "plan.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "support/options.hpp"

namespace untwist::lab {

using namespace std::chrono_literals;
using support::toString;

namespace {

constexpr int kMostConnections = 60'000;

// What starting a server, connecting and warming up take, for each point.
constexpr double kOverhead = 0.2;

// A server answers some ten thousand requests in a second.
constexpr double kForEachConnection = 0.0002;

std::vector<std::string> partsOf(const std::string& list) {
    std::vector<std::string> parts;
    std::istringstream in(list);
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
}

std::vector<int> chooseConnections(const std::string& list) {
    std::vector<int> chosen;
    for (const std::string& part : partsOf(list)) {
        int number = 0;
        const auto* const end = part.data() + part.size();
        const auto [rest, error] = std::from_chars(part.data(), end, number);
        if (error != std::errc() || rest != end || number < 1 ||
            number > kMostConnections) {
            throw std::invalid_argument(
                "--connections " + list +
                ": numbers from 1 to 60000, such as 1,10,100");
        }
        chosen.push_back(number);
    }
    std::ranges::sort(chosen);
    const auto twice = std::ranges::unique(chosen);
    chosen.erase(twice.begin(), twice.end());
    return chosen;
}

std::vector<NamedService> chooseServices(const std::string& list,
                                         const Service& costs) {
    const std::vector<NamedService> all{
        {"echo", "each request is answered at once", {}},
        {"wait",
         "each request waits " + toString(costs.wait) + " for somebody else",
         {.wait = costs.wait}},
        {"cpu",
         "each request computes for " + toString(costs.cpu),
         {.cpu = costs.cpu}}};
    std::vector<NamedService> chosen;
    for (const std::string& name : partsOf(list)) {
        const auto service = std::ranges::find(all, name, &NamedService::name);
        if (service == all.end()) {
            throw std::invalid_argument("--service " + list +
                                        ": there is no service '" + name +
                                        "'; choose from echo,wait,cpu");
        }
        chosen.push_back(*service);
    }
    return chosen;
}

// Where the picture goes when nobody says: among the build's files.
std::string usualPath() {
    const std::string name = "compare.svg";
    return std::filesystem::is_directory("build") ? "build/" + name : name;
}

std::string besideIt(const std::string& svg) {
    if (!svg.ends_with(".svg")) return {};  // /dev/stdout, say
    return svg.substr(0, svg.size() - 4) + ".csv";
}

// Better told now than after a minute of measuring.
void checkFolder(const std::string& option, const std::string& file) {
    const auto folder = std::filesystem::path(file).parent_path();
    if (folder.empty() || std::filesystem::is_directory(folder)) return;
    throw std::invalid_argument(option + ' ' + file + ": there is no folder " +
                                folder.string());
}

// The lists as they are typed.
struct Typed {
    std::string models = "blocking,threads,pool,reactor,coroutines,multi";
    std::string service = "wait";
    std::string connections;
    bool full = false;
    Service costs{.cpu = 200us, .wait = 10ms};
};

void understand(const Typed& typed, CommandLine& line) {
    line.plan.models = chooseModels("--models", typed.models);
    line.plan.services = chooseServices(typed.service, typed.costs);
    const char* const usual =
        typed.full ? "1,10,100,1000,10000" : "1,10,100,1000";
    line.plan.connections = chooseConnections(
        typed.connections.empty() ? usual : typed.connections);
    if (!line.serve.empty())
        line.plan.models = chooseModels("--serve", line.serve);
    if (line.svg.empty() && !line.json) line.svg = usualPath();
    if (line.csv.empty()) line.csv = besideIt(line.svg);
    checkFolder("--svg", line.svg);
    checkFolder("--csv", line.csv);
}

}  // namespace

double Plan::secondsFor(int number) const {
    return std::max(seconds, kForEachConnection * number);
}

std::chrono::seconds Plan::length() const {
    double all = 0;
    for (const int number : connections) all += kOverhead + secondsFor(number);
    all *= static_cast<double>(rounds * models.size() * services.size());
    return std::chrono::seconds(std::lround(all));
}

std::optional<int> parse(int argc, char** argv, CommandLine& line) {
    Typed typed;
    int port = 0;
    support::Options options(
        "compare: the same service in six models, as the load grows",
        support::Options::Only::own);
    options.add("--models", &typed.models, "which ones [" + typed.models + "]");
    options.add("--service", &typed.service, "echo, wait, cpu [wait]");
    options.add("--connections", &typed.connections,
                "how many clients at once [1,10,100,1000]");
    options.flag("--full", &typed.full, "up to 10,000 connections");
    options.add("--wait", &typed.costs.wait, "what a request waits", 0ms, 10s);
    options.add("--cpu", &typed.costs.cpu, "what it computes", 0ms, 1s);
    options.add("--seconds", &line.plan.seconds,
                "for each point and round, or more", 0.05, 60);
    options.add("--rounds", &line.plan.rounds, "the models take turns", 1, 99);
    options.flag("--json", &line.json, "print JSON and nothing else");
    options.add("--svg", &line.svg, "where to draw [" + usualPath() + "]");
    options.add("--csv", &line.csv, "where to put the data [beside it]");
    options.add("--serve", &line.serve,
                "serve with this model, for a load of your own");
    options.add("--port", &port, "for --serve; 0: the system picks", 0, 65535);
    if (const int code = options.parse(argc, argv); code >= 0) return code;
    line.port = static_cast<std::uint16_t>(port);
    try {
        understand(typed, line);
    } catch (const std::invalid_argument& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
    return std::nullopt;
}

}  // namespace untwist::lab
