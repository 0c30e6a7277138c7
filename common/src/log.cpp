#include "untwist/log.hpp"

#include <cstdio>
#include <string>
#include <utility>

namespace untwist::log {

namespace {

void writeToStandardError(std::string_view message) {
    const auto line = std::string(message) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

Observer& observer() {
    static Observer current = writeToStandardError;
    return current;
}

}  // namespace

Observer setObserver(Observer next) {
    return std::exchange(observer(), std::move(next));
}

void msg(std::string_view message) {
    if (observer()) observer()(message);
}

void err(const Failure& failure, std::string_view doing) {
    msg("Unhandled error in " + std::string(doing) + ": " +
        failure.getTraceback());
}

}  // namespace untwist::log
