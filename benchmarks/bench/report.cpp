#include "bench/report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

namespace untwist::bench {

const Cell* Report::find(const std::string& work,
                         const std::string& server) const {
    const auto row = cells.find(work);
    if (row == cells.end()) return nullptr;
    const auto cell = row->second.find(server);
    return cell == row->second.end() ? nullptr : &cell->second;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<long>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

double medianOf(const Cell& cell, double Timing::*figure) {
    std::vector<double> values;
    for (const auto& round : cell.rounds) values.push_back(round.*figure);
    return median(std::move(values));
}

namespace {

std::string format(const char* pattern, double value) {
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), pattern, value);
    return text.data();
}

}  // namespace

std::string shortNumber(double value) {
    if (value < 9999.5) {
        return format(value >= 99.5   ? "%.0f"
                      : value >= 9.95 ? "%.1f"
                                      : "%.2f",
                      value);
    }
    auto digits = format("%.0f", value);
    for (auto place = static_cast<long>(digits.size()) - 3; place > 0;
         place -= 3) {
        digits.insert(static_cast<std::size_t>(place), ",");
    }
    return digits;
}

namespace {

// One table: a row for each work that has the figure, a column for each server.
std::string table(const Report& report, const std::string& heading,
                  const std::function<std::string(const Cell&)>& textOf) {
    std::string text = "| " + heading + " |";
    std::string line = "|---|";
    for (const auto& server : report.servers) {
        text += ' ' + server + " |";
        line += "---:|";
    }
    std::string rows;
    for (const auto& work : allWorks()) {
        std::string row = "| " + work.title + " |";
        bool any = false;
        for (const auto& server : report.servers) {
            const auto* const cell = report.find(work.name, server);
            const auto figure = cell ? textOf(*cell) : "";
            any = any || !figure.empty();
            row += ' ' + (figure.empty() ? "-" : figure) + " |";
        }
        if (any) rows += row + '\n';
    }
    return rows.empty() ? "" : text + '\n' + line + '\n' + rows + '\n';
}

std::string ratioText(const Cell& cell) {
    if (cell.ratios.empty()) return cell.failure.empty() ? "" : "failed";
    return format("%.2f", median(cell.ratios));
}

std::string spreadText(const Cell& cell) {
    if (cell.ratios.empty()) return "";
    const auto [low, high] = std::ranges::minmax(cell.ratios);
    return format("%.2f", low) + " to " + format("%.2f", high);
}

template <class Optional>
std::string sumText(const Optional& counts) {
    return counts ? shortNumber(sumOf(*counts)) : "";
}

std::string latencyText(const Cell& cell) {
    if (cell.rounds.empty()) return "";
    const auto microseconds = [&](double Timing::*figure) {
        return shortNumber(medianOf(cell, figure) / 1000);
    };
    return microseconds(&Timing::p50) + " / " + microseconds(&Timing::p99) +
           " / " + microseconds(&Timing::p999);
}

}  // namespace

std::string asMarkdown(const Report& report) {
    std::string text = "Measured " + report.date + " on " + report.machine +
                       " with `" + report.command + "`.\n\n";
    for (const auto& remark : report.remarks) text += remark + "\n\n";
    const auto add = [&](const std::string& heading, auto textOf) {
        text += table(report, heading, textOf);
    };
    add("CPU time per message, x epoll", ratioText);
    add("the same: least to most of the rounds", spreadText);
    add("CPU time per message, microseconds", [](const Cell& cell) {
        return cell.rounds.empty()
                   ? ""
                   : shortNumber(medianOf(cell, &Timing::cpu) / 1000);
    });
    add("messages per second", [](const Cell& cell) {
        return cell.rounds.empty()
                   ? ""
                   : shortNumber(medianOf(cell, &Timing::perSecond));
    });
    add("latency p50 / p99 / p99.9, microseconds", latencyText);
    add("system calls per message",
        [](const Cell& cell) { return sumText(cell.systemCalls); });
    add("user instructions per message",
        [](const Cell& cell) { return sumText(cell.instructions); });
    add("allocations per message", [](const Cell& cell) {
        return cell.allocations ? shortNumber(*cell.allocations) : "";
    });
    add("allocations per connection", [](const Cell& cell) {
        return cell.connection ? shortNumber(cell.connection->allocations) : "";
    });
    add("resident bytes per idle connection", [](const Cell& cell) {
        return cell.connection ? shortNumber(cell.connection->bytes) : "";
    });
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

namespace {

nlohmann::json jsonOf(const Cell& cell) {
    nlohmann::json json;
    if (!cell.failure.empty()) json["failure"] = cell.failure;
    if (!cell.ratios.empty()) {
        json["ratio"] = median(cell.ratios);
        json["ratios"] = cell.ratios;
    }
    for (const auto& round : cell.rounds) {
        json["rounds"].push_back({{"cpu_ns", round.cpu},
                                  {"per_second", round.perSecond},
                                  {"p50_ns", round.p50},
                                  {"p99_ns", round.p99},
                                  {"p999_ns", round.p999},
                                  {"lost", round.lost}});
    }
    if (cell.systemCalls) json["system_calls"] = *cell.systemCalls;
    if (cell.instructions) json["instructions"] = sumOf(*cell.instructions);
    if (cell.allocations) json["allocations"] = *cell.allocations;
    if (cell.connection) {
        json["bytes_per_connection"] = cell.connection->bytes;
        json["allocations_per_connection"] = cell.connection->allocations;
    }
    return json;
}

}  // namespace

std::string asJson(const Report& report) {
    nlohmann::json json{{"date", report.date},
                        {"machine", report.machine},
                        {"command", report.command},
                        {"remarks", report.remarks}};
    for (const auto& [work, row] : report.cells) {
        for (const auto& [server, cell] : row) {
            json["works"][work][server] = jsonOf(cell);
        }
    }
    return json.dump(2) + '\n';
}

}  // namespace untwist::bench
