#include "diary.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "mistake.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// Past the year 5000 a clock is wrong, and sums of such times overflow.
constexpr std::uint64_t kLatest = 100'000'000'000'000;

std::optional<Entry> entryOf(const json& line) {
    if (!line.is_object()) return {};
    const auto at = line.find("at");
    const auto exercise = line.find("exercise");
    const auto event = line.find("event");
    const auto end = line.end();
    if (at == end || exercise == end || event == end) return {};
    if (!at->is_number_unsigned() || at->get<std::uint64_t>() > kLatest ||
        !exercise->is_string() || !event->is_string())
        return {};
    return Entry{*at, *exercise, *event};
}

std::string asLine(const Entry& entry) {
    return json{
        {"at", entry.at}, {"exercise", entry.exercise}, {"event", entry.event}}
        .dump();
}

// Its lines, parsed; the error if it cannot be read, ENOENT too.
int readLines(const fs::path& file, std::vector<json>& lines) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) return EISDIR;
    if (fs::is_character_file(file, ignored)) return ENODEV;  // endless
    errno = 0;
    std::ifstream in(file);
    if (!in) return errno;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) lines.push_back(json::parse(line, nullptr, false));
    }
    return in.bad() ? EIO : 0;
}

bool endsInTheMiddle(int fd, off_t size) {
    char last = '\n';
    return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

// Adds it as a line, or lines, of their own. Returns 0 or the error; then the
// file is as before.
int addTo(const fs::path& file, std::string lines) {
    const int fd =
        ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return errno;
    struct stat before {};
    ::fstat(fd, &before);
    if (endsInTheMiddle(fd, before.st_size)) lines.insert(0, 1, '\n');
    // One write: two ./untwist at once do not mix their lines.
    const ssize_t written = ::write(fd, lines.data(), lines.size());
    int error = written < 0 ? errno : 0;
    if (written >= 0 && static_cast<std::size_t>(written) < lines.size()) {
        error = ENOSPC;  // some of it found room
        [[maybe_unused]] const int cut = ::ftruncate(fd, before.st_size);
    }
    // Some file systems say only now that the disk is full.
    if (::close(fd) != 0 && error == 0) error = errno;
    return error;
}

}  // namespace

Diary::Diary(fs::path folder) : folder_(std::move(folder)) {
    const fs::path file = folder_ / "diary";
    std::vector<json> lines;
    const int error = readLines(file, lines);
    if (error != 0 && error != ENOENT)
        trouble_ = "your progress could not be read from " + file.string() +
                   ": " + std::strerror(error);
    std::size_t odd = 0;
    for (const json& line : lines) {
        if (auto entry = entryOf(line))
            entries_.push_back(std::move(*entry));
        else
            ++odd;
    }
    if (odd > 0)
        trouble_ = std::to_string(odd) + (odd == 1 ? " line" : " lines") +
                   " of " + asSeenFromHere(file).string() +
                   (odd == 1 ? " is no entry" : " are no entries") +
                   "; the others count";
    std::ranges::stable_sort(entries_, {}, &Entry::at);
    // What was in both of two diaries that were put together by hand.
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

void Diary::append(const std::string& lines) const {
    const fs::path file = folder_ / "diary";
    std::error_code ignored;  // open says it better
    fs::create_directories(folder_, ignored);
    if (const int error = addTo(file, lines); error != 0)
        throw std::runtime_error("your progress could not be noted in " +
                                 file.string() + ": " + std::strerror(error));
}

void Diary::add(std::string_view exercise, std::string_view event) {
    using std::chrono::system_clock;
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        system_clock::now().time_since_epoch());
    // After all others, even when their clock was ahead of ours.
    const std::int64_t at =
        entries_.empty()
            ? now.count()
            : std::max<std::int64_t>(entries_.back().at + 1, now.count());
    Entry entry{at, std::string(exercise), std::string(event)};
    append(asLine(entry) + '\n');
    entries_.push_back(std::move(entry));
}

Merged Diary::merge(const fs::path& file) {
    std::vector<json> own;
    readLines(folder_ / "diary", own);
    std::set<json> known(own.begin(), own.end());
    std::vector<json> theirs;
    if (const int error = readLines(file, theirs); error != 0)
        throw Mistake("cannot read " + file.string() + ": " +
                      std::strerror(error));
    Merged merged;
    std::string lines;
    for (const json& line : theirs) {
        if (!entryOf(line)) {
            ++merged.other;
        } else if (known.insert(line).second) {
            ++merged.came;
            lines += line.dump() + '\n';
        } else {
            ++merged.known;
        }
    }
    if (merged.came + merged.known == 0)
        throw Mistake(file.string() +
                      " is no diary: no line of it is an entry");
    if (!lines.empty()) append(lines);
    *this = Diary(folder_);
    return merged;
}

}  // namespace untwist::tools
