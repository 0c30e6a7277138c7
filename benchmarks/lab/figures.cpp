#include "figures.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "support/svg.hpp"

namespace untwist::lab {

const FigureInfo& infoOf(Figure figure) {
    static const std::array<FigureInfo, kFigures> all{{
        {"requests_per_second", "req/s", "Throughput", "requests/s"},
        {"p50_ms", "p50", "Latency p50", "ms"},
        {"p99_ms", "p99", "Latency p99", "ms"},
        {"p999_ms", "p99.9", "Latency p99.9", "ms"},
        {"cpu_seconds_per_1000", "CPU", "CPU", "seconds for 1,000 requests"},
        {"threads", "thr", "Threads", "of the server"},
        {"switches_per_request", "swi", "Context switches", "for each request"},
        {"kib_per_connection", "mem", "Memory", "KiB for each connection"},
        {"clients_cpu_percent", "cli", "Clients", "% of a CPU"},
    }};
    return all[static_cast<std::size_t>(figure)];
}

int Spread::percent() const {
    const double furthest = std::max(most - median, median - least);
    if (furthest <= 0) return 0;
    if (median == 0) return 999;
    const double share = 100 * furthest / std::abs(median);
    return static_cast<int>(std::min(std::round(share), 999.0));
}

namespace {

Spread spreadOf(std::vector<Value> values) {
    std::ranges::sort(values, {}, &Value::number);
    const std::size_t half = values.size() / 2;
    const bool odd = values.size() % 2 == 1;
    const double median =
        odd ? values[half].number
            : (values[half - 1].number + values[half].number) / 2;
    return {median, values.front().number, values.back().number,
            std::ranges::any_of(values, &Value::atLeast)};
}

}  // namespace

void summarize(Point& point, const std::vector<Measured>& rounds) {
    point.served = rounds.empty() ? 0 : rounds.front().served;
    for (const Measured& round : rounds) {
        point.served = std::min(point.served, round.served);
        if (point.trouble.empty()) point.trouble = round.trouble;
    }
    if (rounds.empty() || !point.trouble.empty()) return;
    for (std::size_t i = 0; i < kFigures; ++i) {
        std::vector<Value> values;
        for (const Measured& round : rounds) values.push_back(round.values[i]);
        point.figures[i] = spreadOf(std::move(values));
    }
}

Value percentile(std::vector<Latency> latencies, double share) {
    if (latencies.empty()) return {};
    std::map<std::size_t, double> votes;
    for (const Latency& latency : latencies) ++votes[latency.client];
    for (auto& [client, vote] : votes) vote = 1 / vote;
    std::ranges::sort(latencies, {}, &Latency::ms);
    // A little less, for what rounding adds up to.
    const double enough = share * static_cast<double>(votes.size()) - 1e-9;
    double counted = 0;
    for (const Latency& latency : latencies) {
        counted += votes[latency.client];
        if (counted >= enough) return {latency.ms, !latency.answered};
    }
    return {latencies.back().ms, !latencies.back().answered};
}

std::string brief(double number) {
    const double size = std::abs(number);
    if (size >= 999'500) return support::fixed(number / 1e6, 1) + "M";
    if (size >= 99'950) return support::fixed(number / 1e3, 0) + "k";
    if (size >= 9'995) return support::fixed(number / 1e3, 1) + "k";
    if (size >= 999.5) return support::fixed(number / 1e3, 2) + "k";
    if (size >= 99.95 || number == std::round(number))
        return support::fixed(number, 0);
    if (size >= 9.995) return support::fixed(number, 1);
    if (size >= 0.9995) return support::fixed(number, 2);
    return support::fixed(number, 3);
}

std::string withCommas(int number) {
    std::string text = std::to_string(number);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

}  // namespace untwist::lab
