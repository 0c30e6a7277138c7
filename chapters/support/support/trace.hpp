// What --trace FILE writes: a reactor's events, for a trace viewer.
#pragma once

#include <memory>
#include <string>

#include "untwist/observer.hpp"

namespace untwist::support {

// Writes the events it sees as Chrome trace JSON, which chrome://tracing and
// ui.perfetto.dev draw: a row for each connection, a slice for each call, and
// before it a slice "waiting" if the call was ready but something else ran.
// The file is written at finish(), whole; until then the events are kept in
// memory, some 200 bytes each.
class ChromeTrace : public ReactorObserver {
  public:
    // Throws std::runtime_error if the file cannot be made.
    explicit ChromeTrace(const std::string& path);
    ~ChromeTrace() override;

    void eventBegan(const ReactorEvent& event) override;
    void eventEnded(const ReactorEvent& event) override;

    // Throws std::runtime_error if the file cannot be written (a full disk).
    void finish();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace untwist::support
