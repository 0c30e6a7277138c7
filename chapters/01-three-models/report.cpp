#include "report.hpp"

#include <array>
#include <chrono>

#include <nlohmann/json.hpp>

#include "support/options.hpp"

using untwist::Duration;
using untwist::support::briefly;
using untwist::support::TextStyle;
using untwist::support::toString;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr const char* kSanitized =
    "(built with sanitizers: memory and CPU are theirs as well)\n";
#else
constexpr const char* kSanitized = "";
#endif

constexpr int kNameWidth = 26;
constexpr std::array<int, 5> kWidths{9, 9, 9, 11, 10};
constexpr int kTableWidth = 74;

std::string padded(const std::string& text, int width) {
    const auto gap = static_cast<std::size_t>(width) - text.size();
    return text.size() < static_cast<std::size_t>(width)
               ? std::string(gap, ' ') + text
               : text;
}

std::string tableLine(const std::string& name,
                      const std::array<std::string, 5>& values) {
    std::string line = name;
    line.resize(kNameWidth, ' ');
    for (std::size_t i = 0; i < values.size(); ++i) {
        line += padded(values[i], kWidths[i]);
    }
    return line;
}

std::string counted(int count, const std::string& thing) {
    return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
}

std::string extra(long kib) {
    return std::string("+").append(std::to_string(kib)).append(" KiB");
}

double inMs(Duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

nlohmann::ordered_json jsonOf(const Result& result) {
    const Measured& measured = result.measured;
    nlohmann::ordered_json json{
        {"name", result.name},
        {"title", result.title},
        {"total_ms", inMs(measured.total)},
        {"cpu_ms", inMs(measured.cpu)},
        {"threads", measured.threads},
        {"extra_memory_kib", measured.memory},
        {"context_switches", measured.gaveUp + measured.pushedOut},
        {"voluntary_switches", measured.gaveUp},
        {"involuntary_switches", measured.pushedOut},
        {"events", nlohmann::ordered_json::array()}};
    for (const auto& slice : measured.slices) {
        json["events"].push_back({{"task", slice.task + 1},
                                  {"state", nameOf(slice.doing)},
                                  {"began_ms", inMs(slice.began)},
                                  {"ended_ms", inMs(slice.ended)}});
    }
    return json;
}

}  // namespace

std::string tableHeader(const Plan& plan, const TextStyle& style) {
    const bool narrow = style.columns < kTableWidth;
    const std::string job =
        counted(plan.tasks, "task") + "; each asks a slow server" +
        (narrow ? "\n" : " ") + counted(plan.requests, "time") +
        ", waits about " + toString(plan.wait) + ", computes " +
        toString(plan.cpu) + "\n" + kSanitized;
    if (narrow) return job;
    return job + '\n' +
           tableLine("", {"total", "CPU", "threads", "memory", "switches"});
}

std::string tableRow(const Result& result, const TextStyle& style) {
    const Measured& m = result.measured;
    const std::string threads = std::to_string(m.threads);
    const std::string switches = std::to_string(m.gaveUp + m.pushedOut);
    if (style.columns >= kTableWidth) {
        return tableLine(result.title, {briefly(m.total), briefly(m.cpu),
                                        threads, extra(m.memory), switches});
    }
    return result.title + "\n  total " + briefly(m.total) + ", CPU " +
           briefly(m.cpu) + "\n  threads " + threads + ", memory " +
           extra(m.memory) + "\n  context switches " + switches;
}

untwist::support::Timeline timelineOf(const Plan& plan,
                                      const std::vector<Result>& results) {
    const std::string tasks =
        plan.tasks == 1 ? "One task" : std::to_string(plan.tasks) + " tasks";
    const std::string models = results.size() == 1
                                   ? results.front().title
                                   : std::to_string(results.size()) + " models";
    untwist::support::Timeline timeline{tasks + ", " + models, {}};
    for (const Result& result : results) {
        timeline.panels.push_back(
            {result.title, static_cast<std::size_t>(plan.tasks),
             result.measured.total, result.measured.slices});
    }
    return timeline;
}

std::string jsonOf(const Plan& plan, const std::vector<Result>& results) {
    nlohmann::ordered_json json{{"plan",
                                 {{"tasks", plan.tasks},
                                  {"requests", plan.requests},
                                  {"wait_ms", inMs(plan.wait)},
                                  {"cpu_ms", inMs(plan.cpu)},
                                  {"seed", plan.seed}}},
                                {"cores", cores()},
                                {"work", nlohmann::ordered_json::array()},
                                {"models", nlohmann::ordered_json::array()}};
    for (const Task& task : makeTasks(plan)) {
        nlohmann::ordered_json requests = nlohmann::ordered_json::array();
        for (const Request& request : task.requests()) {
            requests.push_back({{"wait_ms", inMs(request.wait)},
                                {"cpu_ms", inMs(request.cpu)}});
        }
        json["work"].push_back(requests);
    }
    for (const Result& result : results)
        json["models"].push_back(jsonOf(result));
    return json.dump(1);
}
