#include "diary.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

namespace untwist::tools {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::optional<Entry> parse(const std::string& line) {
    const json entry = json::parse(line, nullptr, false);
    if (!entry.is_object()) return {};
    try {
        return Entry{entry.at("at"), entry.at("exercise"), entry.at("event")};
    } catch (const json::exception&) {
        return {};
    }
}

std::string asLine(const Entry& entry) {
    return json{
        {"at", entry.at}, {"exercise", entry.exercise}, {"event", entry.event}}
        .dump();
}

bool endsInTheMiddle(const fs::path& file) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!in || in.tellg() == 0) return false;
    in.seekg(-1, std::ios::end);
    return in.get() != '\n';
}

}  // namespace

Diary::Diary(fs::path folder) : folder_(std::move(folder)) {
    std::ifstream in(folder_ / "diary");
    for (std::string line; std::getline(in, line);) {
        if (auto entry = parse(line)) entries_.push_back(std::move(*entry));
    }
    std::ranges::stable_sort(entries_, {}, &Entry::at);
    // What was in both of two diaries that were merged.
    std::vector<Entry> once;
    for (Entry& entry : entries_) {
        const auto same = [&](const Entry& other) { return other == entry; };
        const auto begin =
            std::ranges::lower_bound(once, entry.at, {}, &Entry::at);
        if (std::none_of(begin, once.end(), same))
            once.push_back(std::move(entry));
    }
    entries_ = std::move(once);
}

void Diary::add(std::string_view exercise, std::string_view event) {
    using std::chrono::system_clock;
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        system_clock::now().time_since_epoch());
    Entry entry{now.count(), std::string(exercise), std::string(event)};

    const fs::path file = folder_ / "diary";
    std::error_code ignored;  // open says it better
    fs::create_directories(folder_, ignored);
    const int fd =
        ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    // One write: two ./untwist at once do not mix their lines.
    const std::string line =
        (endsInTheMiddle(file) ? "\n" : "") + asLine(entry) + '\n';
    const bool written = fd >= 0 && ::write(fd, line.data(), line.size()) ==
                                        static_cast<ssize_t>(line.size());
    const int error = errno;
    if (fd >= 0) ::close(fd);
    if (!written) {
        throw std::runtime_error("your progress could not be noted in " +
                                 file.string() + ": " + std::strerror(error));
    }
    entries_.push_back(std::move(entry));
}

}  // namespace untwist::tools
