// ./untwist compare, as a user starts it, and its measuring.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>
#include <nlohmann/json.hpp>

#include "measure.hpp"
#include "support/program.hpp"

using namespace untwist::lab;
using untwist::support::Program;

namespace {

using Words = std::vector<std::string>;

Program compare(Words words, std::optional<rlim_t> descriptors = {}) {
    words.insert(words.begin(), UNTWIST_COMPARE);
    return Program(std::move(words), {}, descriptors);
}

std::string contents(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// A folder for this process, gone with the test.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("lab-test-" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

// The process that this one has started; waits until there is one.
pid_t childOf(pid_t parent) {
    const auto number = std::to_string(parent);
    for (;;) {
        std::ifstream in("/proc/" + number + "/task/" + number + "/children");
        if (pid_t child = 0; in >> child) return child;
        std::this_thread::yield();
    }
}

// Gone, or dead and waiting for somebody to ask how it died.
bool hasEnded(pid_t process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(in, text);
    const auto name = text.rfind(") ");
    return name == std::string::npos || text.at(name + 2) == 'Z';
}

const NamedService kEcho{"echo", "", {}};

Measured measureWith(const std::string& model, int connections,
                     std::optional<rlim_t> descriptors = {}) {
    return measure(UNTWIST_COMPARE, chooseModels("--models", model).front(),
                   kEcho, connections, 0.2, descriptors);
}

double valueOf(const Measured& measured, Figure figure) {
    return measured.values[static_cast<std::size_t>(figure)].number;
}

}  // namespace

TEST_CASE("all models and services are measured, and JSON tells each point") {
    auto program = compare({"--service", "echo,wait,cpu", "--connections", "10",
                            "--seconds", "0.2", "--rounds", "1", "--wait",
                            "1ms", "--cpu", "20us", "--json"});
    REQUIRE(program.wait() == 0);
    CHECK(program.errors() == "");
    const auto json = nlohmann::json::parse(program.output());
    CHECK(json.at("points").size() == 18);
    for (const auto& point : json.at("points")) {
        CAPTURE(point.dump());
        CHECK_FALSE(point.contains("trouble"));
        CHECK(point.at("served") >= 1);
        CHECK(point.at("requests_per_second").at("median") > 0);
        CHECK(point.at("cpu_seconds_per_1000").at("median") > 0);
    }
}

TEST_CASE("tables and plots are printed; the picture and its data written") {
    const Folder folder;
    const auto svg = folder.path / "lab.svg";
    auto program =
        compare({"--models", "threads,reactor", "--connections", "1,5",
                 "--seconds", "0.05", "--rounds", "2", "--svg", svg.string()});
    REQUIRE(program.wait() == 0);
    const std::string& text = program.output();
    for (const std::string part :
         {"4 points, 2 rounds", "5 clients\n", "\nthreads ", "\nreactor ",
          "Throughput, requests/s", "T threads", "lab.svg", "lab.csv"}) {
        CAPTURE(part);
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(contents(svg).ends_with("</svg>\n"));
    CHECK(contents(folder.path / "lab.csv").find("wait,reactor,5,5,") !=
          std::string::npos);
}

TEST_CASE("several services get a picture each, and one file of data") {
    const Folder folder;
    auto program =
        compare({"--models", "reactor", "--connections", "1", "--seconds",
                 "0.05", "--rounds", "1", "--service", "echo,cpu", "--svg",
                 (folder.path / "lab.svg").string()});
    REQUIRE(program.wait() == 0);
    for (const char* name : {"lab-echo.svg", "lab-cpu.svg", "lab.csv"}) {
        CAPTURE(name);
        CHECK(std::filesystem::exists(folder.path / name));
    }
}

TEST_CASE("a mistake in an option is one clear line, and exit code 2") {
    for (const Words& words :
         {Words{"--models", "actors"}, Words{"--service", "tea"},
          Words{"--connections", "1,x"}, Words{"--connections", "0"},
          Words{"--seconds", "0"}, Words{"--seconds", "nan"},
          Words{"--wait", "5"}, Words{"--cpu", "2s"}, Words{"--rounds", "0"},
          Words{"--svg", ""}, Words{"--svg", "/no/such/folder/x.svg"},
          Words{"--csv", "/no/such/folder/x.csv"}, Words{"--serve", "actors"},
          Words{"--port"}, Words{"--faster"}}) {
        CAPTURE(words.front());
        CAPTURE(words.back());
        auto program = compare(words);
        CHECK(program.wait() == 2);
        CHECK(program.output() == "");
        CHECK(program.errors().starts_with(words.front()));
        CHECK(program.errors().find('\n') == program.errors().size() - 1);
    }
}

TEST_CASE("a server out of descriptors is a point that says so") {
    for (const std::string model :
         {"threads", "pool", "reactor", "coroutines", "multi"}) {
        CAPTURE(model);
        const Measured measured = measureWith(model, 100, 40);
        CAPTURE(measured.trouble);
        CHECK(measured.trouble.starts_with("out of descriptors: "));
        CHECK(measured.trouble.ends_with(" of 100 served"));
        CHECK(measured.served < 100);
    }
}

TEST_CASE("more connections than this system allows are not tried") {
    auto program =
        compare({"--models", "threads,reactor", "--connections", "5,1000",
                 "--seconds", "0.05", "--rounds", "1", "--json"},
                200);
    REQUIRE(program.wait() == 0);
    CHECK(program.errors().find("ulimit -n ") != std::string::npos);
    const auto json = nlohmann::json::parse(program.output());
    REQUIRE(json.at("points").size() == 4);
    CHECK_FALSE(json.at("points")[0].contains("trouble"));
    CHECK(json.at("points")[2].at("trouble") == "out of descriptors");
    CHECK(json.at("points")[3].at("trouble") == "out of descriptors");
}

TEST_CASE("a server that does not start is a point that says so") {
    const auto model = models().front();
    const Measured measured = measure("/bin/false", model, kEcho, 3, 0.05);
    CHECK(measured.served == 0);
    CHECK(measured.trouble.find("ended its output") != std::string::npos);
}

TEST_CASE("clients of blocking wait, and their latencies say at least") {
    const Measured measured = measureWith("blocking", 5);
    CHECK(measured.trouble == "");
    CHECK(measured.served == 1);
    CHECK(measured.values[static_cast<std::size_t>(Figure::p50)].atLeast);
    CHECK(valueOf(measured, Figure::threads) == 1);
}

TEST_CASE("threads are counted: one for each client, or a pool of them") {
    CHECK(valueOf(measureWith("threads", 5), Figure::threads) == 6);
    CHECK(valueOf(measureWith("pool", 5), Figure::threads) == 65);
    CHECK(valueOf(measureWith("reactor", 5), Figure::threads) == 1);
}

TEST_CASE("Ctrl-C ends it at once, and its server with it") {
    auto program = compare(
        {"--models", "threads", "--seconds", "60", "--svg", "/dev/null"});
    const pid_t server = childOf(program.pid());
    program.signal(SIGINT);
    CHECK(program.wait() == 128 + SIGINT);
    while (!hasEnded(server)) std::this_thread::yield();
}
