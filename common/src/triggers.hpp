// What to call before, during and after an event such as "shutdown".
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "untwist/reactor_interfaces.hpp"

namespace untwist {

// The triggers of every system event, for whatever offers them. Each runs
// once; what it throws is logged.
class Triggers {
  public:
    Triggers();
    ~Triggers();

    // Throws std::invalid_argument for a phase that is none.
    TriggerId add(std::string_view phase, std::string_view event, Trigger call);

    // Throws std::invalid_argument unless the trigger is still to come.
    void remove(TriggerId id);

    // Runs "before" now, in order; "during" and "after" once every Deferred
    // that they returned has fired, whether well or not.
    void fire(std::string_view event);

  private:
    enum class Phase : std::uint8_t { before, during, after };
    struct Entry {
        std::uint64_t id;
        Phase phase;
        std::string event;
        Trigger call;
    };
    struct State;
    static Phase phaseNamed(std::string_view name);

    // Deferreds that fire late must not reach triggers that are gone.
    std::shared_ptr<State> state_;
};

}  // namespace untwist
