#include "history.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

using namespace std::chrono_literals;
using untwist::Duration;

namespace {

constexpr std::size_t kColumns = 66;

std::string trimmed(const std::string& line) {
    return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

History::History(const untwist::IReactorTime& time, Say say)
    : time_(time), say_(std::move(say)), began_(time.seconds()) {}

void History::connected(int client) { note(client, "connected", '=', '='); }

void History::failed(int client, const std::string& why) {
    note(client, why, 'x', '-');
}

void History::lost(int client) { note(client, "lost", '-', '-'); }

void History::note(int client, const std::string& what, char mark, char after) {
    const Duration when = time_.seconds() - began_;
    moments_[client].push_back({when, mark, after});
    std::array<char, 48> stamp{};
    std::snprintf(stamp.data(), stamp.size(), "%6.2f s  client %d: ",
                  std::chrono::duration<double>(when).count(), client);
    say_(stamp.data() + what);
}

std::size_t History::column(Duration when) const {
    const std::chrono::duration<double> total =
        std::max(time_.seconds() - began_, Duration(1));
    const auto column = static_cast<std::size_t>(kColumns * (when / total));
    return std::min(column, kColumns - 1);
}

// A number for each second, or for each few when there are many.
std::string History::scale() const {
    const Duration total = time_.seconds() - began_;
    const auto step = total / 12s + 1;
    std::string line(kColumns + 8, ' ');
    for (Duration::rep second = 0; second * 1s <= total; second += step) {
        const auto number = std::to_string(second);
        line.replace(column(second * 1s), number.size(), number);
    }
    return trimmed(line);
}

std::string History::row(const std::vector<Moment>& moments) const {
    std::string line(kColumns, ' ');
    for (const auto& moment : moments) {
        const auto from = column(moment.when);
        line.replace(from, kColumns - from, kColumns - from, moment.after);
    }
    // What was short shows as well, in the one column that it has.
    for (const auto& moment : moments) {
        if (moment.mark != '-') line[column(moment.when)] = moment.mark;
    }
    return trimmed(line);
}

std::string History::drawn() const {
    std::string text = "seconds   " + scale();
    for (const auto& [client, moments] : moments_) {
        auto name = "client " + std::to_string(client);
        name.resize(10, ' ');
        text += '\n' + name + row(moments);
    }
    return text;
}
