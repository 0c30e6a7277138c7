#include <string>
#include <utility>

#include "tracks.hpp"

using Stage = Picture::Stage;

namespace {

constexpr std::size_t kNames = 22;  // columns for the stages' names

// "error::ConnectionRefusedError" is ConnectionRefusedError.
std::string shortType(const untwist::Failure& failure) {
    const auto type = failure.type();
    const auto colon = type.rfind(':');
    return colon == std::string::npos ? type : type.substr(colon + 1);
}

std::string padded(std::string text, std::size_t columns) {
    if (text.size() < columns) text.resize(columns, ' ');
    return text;
}

std::string kind(Stage stage) {
    switch (stage) {
        case Stage::head:
            return "";
        case Stage::callback:
            return "callback ";
        case Stage::errback:
            return "errback  ";
    }
    return "";
}

// Both tracks at one stage: its handler, and the result that leaves it.
std::string tracks(Stage stage, bool ran, bool ok) {
    const std::string handler = ran ? "[*]" : "[ ]";
    const std::string left = ok ? " | " : "   ";
    const std::string right = ok ? "   " : " | ";
    const std::string between(10, ' ');
    if (stage == Stage::callback) {
        return handler + (ran && !ok ? "--------->" : between) + right;
    }
    if (stage == Stage::errback) {
        return left + (ran && ok ? "<---------" : between) + handler;
    }
    return left + between + right;
}

}  // namespace

void Picture::note(Stage stage, std::string name,
                   const untwist::Failure* failure) {
    const auto before = failure_;
    failure_ = failure ? failure->value() : nullptr;
    std::string remark;
    if (failure && before == failure_) {
        remark = stage == Stage::errback ? "passes it on" : "";
    } else if (failure) {
        remark = (stage == Stage::head ? "fails: " : "throws ") +
                 shortType(*failure);
    } else if (before) {
        remark = "recovers";
    }
    rows_.push_back({std::move(name), stage, !failure, std::move(remark)});
}

std::string Picture::draw() const {
    auto text = padded("", kNames) + "results      failures";
    bool ok = true;  // the track that the result comes in on
    for (const auto& row : rows_) {
        const bool ran = ok == (row.stage == Stage::callback);
        ok = row.ok;
        auto line = padded("  " + kind(row.stage) + row.name, kNames + 2) +
                    tracks(row.stage, ran, ok);
        if (!row.remark.empty()) line += "   " + row.remark;
        line.erase(line.find_last_not_of(' ') + 1);
        text += '\n' + line;
    }
    return text;
}
