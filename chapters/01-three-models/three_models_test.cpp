// Chapter 1's program, run as a reader runs it. What takes how long is never
// asserted; what was done, by whom and in which order, is.
#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "measure.hpp"
#include "slow_server.hpp"
#include "support/chapter_test.hpp"

using nlohmann::json;
using untwist::support::Program;
using untwist::support::programPath;
namespace fs = std::filesystem;

namespace {

const std::string kProgram = programPath("main");

// A folder to run in; gone with the test.
struct Folder {
    fs::path path = fs::temp_directory_path() /
                    ("untwist-three-models-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string operator/(const char* name) const { return path / name; }
};

std::string contentsOf(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Short times: how long it takes is not what the tests are about.
std::vector<std::string> command(const std::vector<std::string>& more) {
    std::vector<std::string> argv{kProgram, "--wait", "6ms", "--cpu", "1ms"};
    argv.insert(argv.end(), more.begin(), more.end());
    return argv;
}

json runJson(std::vector<std::string> more) {
    more.emplace_back("--json");
    Program program(command(more));
    REQUIRE(program.wait() == 0);
    CHECK(program.errors() == "");
    return json::parse(program.output());
}

using Event = json;

std::map<int, std::vector<Event>> eventsByTask(const json& model) {
    std::map<int, std::vector<Event>> tasks;
    for (const Event& event : model["events"]) {
        tasks[event["task"].get<int>()].push_back(event);
    }
    return tasks;
}

// Sorted by time, no two events of the same kind of activity overlap.
void checkNoOverlap(std::vector<Event> events) {
    const auto began = [](const Event& event) {
        return event["began_ms"].get<double>();
    };
    std::ranges::sort(events, {}, began);
    for (std::size_t i = 1; i < events.size(); ++i) {
        CHECK(events[i - 1]["ended_ms"].get<double>() <= began(events[i]));
    }
}

std::vector<Event> running(const json& model) {
    std::vector<Event> events;
    for (const Event& event : model["events"]) {
        if (event["state"] == "running") events.push_back(event);
    }
    return events;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string::npos;
         at = text.find(part, at + part.size())) {
        ++times;
    }
    return times;
}

// What a run prints above its pictures, with every number turned into 0.
std::string formOf(const std::string& text) {
    static const std::regex numbers("[0-9]+([.][0-9]+)?");
    static const std::regex gaps(" +");
    std::string form;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.find("task 1 ") != std::string::npos ||
            line.find("task  1 ") != std::string::npos) {
            break;
        }
        if (line.starts_with("(built with sanitizers")) continue;
        line = std::regex_replace(line, numbers, "0");
        form += std::regex_replace(line, gaps, " ") + '\n';
    }
    return form;
}

}  // namespace

TEST_CASE("all three models get all of the work done") {
    const json report = runJson({"--tasks", "3", "--requests", "2"});
    REQUIRE(report["models"].size() == 3);
    REQUIRE(report["work"].size() == 3);
    for (const json& model : report["models"]) {
        CAPTURE(model["name"].get<std::string>());
        const auto tasks = eventsByTask(model);
        CHECK(tasks.size() == 3);
        for (const auto& [number, events] : tasks) {
            CAPTURE(number);
            // Each wait is followed by running, once per request.
            std::size_t waits = 0;
            for (const Event& event : events) {
                waits += event["state"] == "waiting" ? 1 : 0;
            }
            CHECK(waits == 2);
            CHECK(events.back()["state"] == "running");
        }
    }
}

TEST_CASE("a task's events are in order and inside the model's total") {
    const json report = runJson({"--tasks", "4"});
    for (const json& model : report["models"]) {
        CAPTURE(model["name"].get<std::string>());
        for (const auto& [number, events] : eventsByTask(model)) {
            CAPTURE(number);
            checkNoOverlap(events);
            for (const Event& event : events) {
                CHECK(event["began_ms"].get<double>() >= 0);
                CHECK(event["began_ms"] <= event["ended_ms"]);
                CHECK(event["ended_ms"] <= model["total_ms"]);
            }
        }
    }
}

TEST_CASE(
    "one thread runs one task at a time; a thread each is a thread each") {
    const json report = runJson({"--tasks", "4"});
    const json& blocking = report["models"][0];
    const json& threads = report["models"][1];
    const json& reactor = report["models"][2];
    CHECK(blocking["threads"] == 1);
    CHECK(threads["threads"] == 5);  // the first one waits for the others
    CHECK(reactor["threads"] == 1);
    checkNoOverlap(running(blocking));
    checkNoOverlap(running(reactor));
}

TEST_CASE("blocking ends one task before it begins the next") {
    const json report = runJson({"--tasks", "3", "--models", "blocking"});
    checkNoOverlap(report["models"][0]["events"]);
}

// Long waits: even on a busy machine all have asked before the first answer.
TEST_CASE("with threads and on the reactor all tasks wait at the same time") {
    const json report = runJson(
        {"--wait", "600ms", "--requests", "1", "--models", "threads,reactor"});
    for (const json& model : report["models"]) {
        CAPTURE(model["name"].get<std::string>());
        double lastAsked = 0;
        double firstAnswered = 1e9;
        for (const Event& event : model["events"]) {
            if (event["state"] != "waiting") continue;
            lastAsked = std::max(lastAsked, event["began_ms"].get<double>());
            firstAnswered =
                std::min(firstAnswered, event["ended_ms"].get<double>());
        }
        CHECK(lastAsked < firstAnswered);
    }
}

TEST_CASE("the same seed is the same work, another seed is other work") {
    const auto work = [](const char* seed) {
        return runJson({"--models", "reactor", "--seed", seed})["work"];
    };
    const json first = work("7");
    CHECK(work("7") == first);
    CHECK(work("8") != first);
}

TEST_CASE("--models runs what it names, in that order") {
    const json report = runJson({"--models", "reactor,threads"});
    REQUIRE(report["models"].size() == 2);
    CHECK(report["models"][0]["name"] == "reactor");
    CHECK(report["models"][1]["name"] == "threads");
}

TEST_CASE("the smallest and the emptiest work are work too") {
    CHECK(runJson({"--tasks", "1", "--requests", "1"})["models"].size() == 3);
    const json report = runJson({"--wait", "0ms", "--cpu", "0ms"});
    CHECK(report["models"].size() == 3);
}

TEST_CASE("64 tasks get a thread each, or none") {
    const json report = runJson(
        {"--tasks", "64", "--requests", "1", "--models", "threads,reactor"});
    CHECK(report["models"][0]["threads"] == 65);
    CHECK(report["models"][1]["threads"] == 1);
}

TEST_CASE("a reader gets a table, a picture, and both files") {
    const Folder folder;
    const std::string svg = folder / "run.svg";
    Program program(command({"--svg", svg}), {"LC_ALL=C.UTF-8"});
    REQUIRE(program.wait() == 0);
    const std::string& text = program.output();
    for (const char* expected :
         {"4 tasks; each asks a slow server 3 times", "total", "CPU", "threads",
          "memory", "switches", "Blocking, one thread", "A thread per task, ",
          "Reactor, one thread", "waiting on I/O", "ready, CPU busy", "█",
          "─"}) {
        CHECK_MESSAGE(text.find(expected) != std::string::npos, expected);
    }
    CHECK(text.ends_with("the picture: " + svg +
                         "\nits data:    " + (folder / "run.csv") + "\n"));
    CHECK(text.find('\x1b') == std::string::npos);

    const std::string drawn = contentsOf(svg);
    CHECK(drawn.starts_with("<svg xmlns="));
    CHECK(drawn.ends_with("</svg>\n"));
    CHECK(count(drawn, "<g>") == count(drawn, "</g>"));
    for (const char* title : {"Blocking, one thread", "A thread per task, ",
                              "Reactor, one thread"}) {
        CHECK(drawn.find(title) != std::string::npos);
    }
    const std::string csv = contentsOf(folder / "run.csv");
    CHECK(csv.starts_with("model,task,state,began_ms,ended_ms\n"));
    CHECK(count(csv, "\n") >= 1 + 3 * 4 * 3 * 2);
}

TEST_CASE("the runs that the text quotes look like a run of today") {
    const Folder folder;
    const auto today = [&](std::vector<std::string> argv) {
        argv.insert(argv.begin(), kProgram);
        argv.insert(argv.end(), {"--svg", folder / "run.svg"});
        Program program(argv, {"LC_ALL=C.UTF-8"});
        CHECK(program.wait() == 0);
        return formOf(program.output());
    };
    const auto quoted = [](const std::string& name) {
        return formOf(
            contentsOf(UNTWIST_CHAPTER_DIR "/transcripts/" + name + ".txt"));
    };
    CHECK(today({}) == quoted("default"));
    CHECK(today({"--cpu", "40ms"}) == quoted("cpu"));
    CHECK(today({"--tasks", "40", "--cpu", "1ms", "--models",
                 "threads,reactor"}) == quoted("many"));
}

TEST_CASE("no time at all is written 0ms, as it was given") {
    const Folder folder;
    Program program(command(
        {"--cpu", "0ms", "--models", "reactor", "--svg", folder / "run.svg"}));
    CHECK(program.wait() == 0);
    CHECK(program.output().find(", computes 0ms\n") != std::string::npos);
}

TEST_CASE("a locale without UTF-8 gets plain ASCII") {
    const Folder folder;
    Program program(command({"--svg", folder / "run.svg"}), {"LC_ALL=C"});
    REQUIRE(program.wait() == 0);
    const std::string& text = program.output();
    CHECK(std::ranges::all_of(text, [](char c) { return c > 0; }));
}

TEST_CASE("--json prints nothing else; it draws where it is told to") {
    const Folder folder;
    runJson({"--models", "reactor", "--svg", folder / "run.svg"});
    CHECK(fs::exists(folder / "run.svg"));
}

TEST_CASE("--trace writes what the reactor did") {
    const Folder folder;
    const std::string trace = folder / "trace.json";
    runJson({"--models", "reactor", "--trace", trace});
    CHECK(contentsOf(trace).find("dataReceived") != std::string::npos);
}

TEST_CASE("a mistake on the command line is one line, and exit code 2") {
    const auto mistake = [](const std::vector<std::string>& more) {
        Program program(command(more));
        CHECK(program.wait() == 2);
        CHECK(program.output() == "");
        CHECK(count(program.errors(), "\n") == 1);
        return program.errors();
    };
    CHECK(mistake({"--models", "reactor,threds"}) ==
          "--models reactor,threds: there is no model 'threds'; choose from "
          "blocking,threads,reactor\n");
    mistake({"--tasks", "0"});
    mistake({"--tasks", "many"});
    mistake({"--wait", "40"});
    mistake({"--colour"});
}

TEST_CASE("a picture that cannot be written is one line; the table is there") {
    for (const char* path : {"/dev/full", "/no/such/folder/run.svg"}) {
        CAPTURE(path);
        Program program(command({"--models", "reactor", "--svg", path}));
        CHECK(program.wait() == 1);
        CHECK(program.output().find("Reactor, one thread") !=
              std::string::npos);
        CHECK(program.errors().starts_with(std::string("cannot write ") + path +
                                           ": "));
        CHECK(count(program.errors(), "\n") == 1);
    }
}

TEST_CASE("more tasks than open files: a line that says what to do") {
    Program program(command({"--tasks", "100"}), {}, 64);
    CHECK(program.wait() == 1);
    CHECK(program.errors() ==
          "--tasks 100 needs 132 open files and this system allows 64; use "
          "fewer tasks, or raise the limit with ulimit -n\n");
}

TEST_CASE("a reader who leaves early is no error") {
    Program program(command({}));
    program.readLine();
    program.closeOutput();
    CHECK(program.wait() == 0);
    CHECK(program.errors() == "");
}

TEST_CASE("Ctrl-C ends it at once, in the middle of any model") {
    for (const char* model : {"blocking", "threads", "reactor"}) {
        CAPTURE(model);
        Program program({kProgram, "--wait", "10s", "--models", model});
        program.readUntil("total");
        program.signal(SIGINT);
        CHECK(program.wait() == 128 + SIGINT);
    }
}

TEST_CASE("a model whose process dies is told, and nobody hangs") {
    const SlowServer server;
    const Model dies = [](std::vector<Task>&, std::uint16_t) {
        std::signal(SIGTERM, SIG_DFL);
        std::raise(SIGTERM);
    };
    CHECK_THROWS_WITH_AS(measure(dies, makeTasks({}), server.port()),
                         "its process died of signal 15 (Terminated)",
                         std::runtime_error);
}

TEST_CASE("a model that fails says why; one that skips work is caught") {
    const SlowServer server;
    const Model fails = [](std::vector<Task>&, std::uint16_t) {
        throw std::runtime_error("no more threads");
    };
    CHECK_THROWS_WITH_AS(measure(fails, makeTasks({}), server.port()),
                         "no more threads", std::runtime_error);
    const Model idles = [](std::vector<Task>&, std::uint16_t) {};
    CHECK_THROWS_WITH_AS(measure(idles, makeTasks({}), server.port()),
                         "it left work undone", std::runtime_error);
}
