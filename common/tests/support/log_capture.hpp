// For tests: what the library logs, kept instead of printed.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "untwist/log.hpp"

namespace untwist::test {

// Keeps every message from its making to its end.
class LogCapture {
  public:
    LogCapture()
        : before_(log::setObserver([this](std::string_view message) {
              messages.emplace_back(message);
          })) {}
    ~LogCapture() { log::setObserver(std::move(before_)); }
    LogCapture(const LogCapture&) = delete;
    LogCapture& operator=(const LogCapture&) = delete;

    bool has(std::string_view text) const { return count(text) > 0; }

    // How many messages contain `text`.
    std::ptrdiff_t count(std::string_view text) const {
        return std::ranges::count_if(messages, [&](const auto& message) {
            return message.find(text) != std::string::npos;
        });
    }

    std::vector<std::string> messages;

  private:
    log::Observer before_;
};

}  // namespace untwist::test
