#include "support/trace.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "support/write_file.hpp"

namespace untwist::support {

namespace {

using nlohmann::json;

double microseconds(Duration time) {
    return std::chrono::duration<double, std::micro>(time).count();
}

}  // namespace

class ChromeTrace::Impl {
  public:
    explicit Impl(std::string to) : path(std::move(to)) {
        writeFile(path, "[]\n");  // a bad path shows now, not after hours
    }

    void write(const json& record) {
        text += text.empty() ? "[\n" : ",\n";
        text += record.dump(-1, ' ', true, json::error_handler_t::replace);
    }

    void slice(const std::string& name, const ReactorEvent& event,
               Duration from, Duration to) {
        write({{"ph", "X"},
               {"name", name},
               {"pid", 1},
               {"tid", event.connection},
               {"ts", microseconds(from - start)},
               {"dur", microseconds(to - from)},
               {"args", {{"ready", microseconds(event.ready - start)}}}});
    }

    // The time until which the event's row is drawn. Slices in a row may not
    // overlap, so nothing waits in it before that.
    Duration& drawn(const ReactorEvent& event) {
        const auto [row, isNew] = rows.try_emplace(event.connection, start);
        if (isNew) {
            const auto name =
                event.connection == 0
                    ? std::string("reactor")
                    : "connection " + std::to_string(event.connection);
            write({{"ph", "M"},
                   {"name", "thread_name"},
                   {"pid", 1},
                   {"tid", event.connection},
                   {"args", {{"name", name}}}});
        }
        return row->second;
    }

    std::string path;
    std::string text;  // the file so far, but for its end
    int depth = 0;     // how many events have begun and not ended
    Duration start{};
    std::unordered_map<std::uint64_t, Duration> rows;  // of live connections
};

ChromeTrace::ChromeTrace(const std::string& path)
    : impl_(std::make_unique<Impl>(path)) {
    impl_->start = std::chrono::steady_clock::now().time_since_epoch();
}

ChromeTrace::~ChromeTrace() = default;

void ChromeTrace::eventBegan(const ReactorEvent& event) {
    auto& impl = *impl_;
    if (impl.depth++ > 0) return;  // called by another event, at once
    const auto from = std::max(event.ready, impl.drawn(event));
    if (from < event.began) impl.slice("waiting", event, from, event.began);
}

void ChromeTrace::eventEnded(const ReactorEvent& event) {
    auto& impl = *impl_;
    --impl.depth;
    impl.drawn(event) = event.ended;
    impl.slice(event.name(), event, event.began, event.ended);
    if (event.what == "connectionLost") impl.rows.erase(event.connection);
}

void ChromeTrace::finish() {
    if (!impl_->text.empty()) writeFile(impl_->path, impl_->text + "\n]\n");
}

}  // namespace untwist::support
