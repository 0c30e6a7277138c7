#include "bench/profile.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "bench/report.hpp"

namespace untwist::bench {

namespace {

constexpr std::size_t kFunctions = 25;

std::string mostOf(const PerMessage& counts) {
    std::vector<std::pair<double, std::string>> sorted;
    for (const auto& [name, count] : counts) sorted.emplace_back(count, name);
    std::ranges::sort(sorted, std::greater<>());
    if (sorted.size() > kFunctions) sorted.resize(kFunctions);
    std::string text;
    for (const auto& [count, name] : sorted) {
        if (count < 0.005) continue;
        const auto number = shortNumber(count);
        text +=
            std::string(
                std::max<std::size_t>(10, number.size()) - number.size(), ' ') +
            number + "  " + name + '\n';
    }
    return text;
}

}  // namespace

std::string profileOf(const Server& server, const Work& work) {
    std::string text = server.name + ", " + work.title + ", per message:\n\n";
    if (meters::SystemCalls::available()) {
        const auto calls = systemCallsOf(server, work);
        text += shortNumber(sumOf(calls)) + " system calls\n" + mostOf(calls);
    }
    if (meters::Instructions::available()) {
        const auto all = instructionsOf(server, work);
        text += shortNumber(sumOf(all)) + " instructions\n" + mostOf(all);
    }
    return text;
}

void putInto(const std::string& file, const std::string& text) {
    std::stringstream content;
    content << std::ifstream(file).rdbuf();
    auto all = content.str();
    const std::string begin = "<!-- bench -->\n";
    const auto from = all.find(begin);
    const auto to = all.find("<!-- /bench -->");
    if (from == std::string::npos || to == std::string::npos || to < from) {
        throw std::runtime_error(file +
                                 " has no marks <!-- bench --> and "
                                 "<!-- /bench -->");
    }
    const auto start = from + begin.size();
    all.replace(start, to - start, '\n' + text + '\n');
    std::ofstream(file) << all;
}

}  // namespace untwist::bench
