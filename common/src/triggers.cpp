#include "triggers.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "untwist/log.hpp"

namespace untwist {

struct Triggers::State {
    std::list<Entry> entries;
    std::uint64_t lastId = 0;

    std::optional<Deferred<void>> call(Entry& entry) {
        try {
            return entry.call();
        } catch (...) {
            log::err(Failure(), "a trigger of " + entry.event);
            return {};
        }
    }

    // A trigger may add and remove others: look anew for each.
    template <class F>
    void runPhase(Phase phase, const std::string& event, F&& take) {
        const auto due = [&](const Entry& entry) {
            return entry.phase == phase && entry.event == event;
        };
        for (;;) {
            const auto next = std::ranges::find_if(entries, due);
            if (next == entries.end()) return;
            std::list<Entry> running;
            running.splice(running.begin(), entries, next);
            take(call(running.front()));
        }
    }

    void runRest(const std::string& event) {
        for (const auto phase : {Phase::during, Phase::after}) {
            runPhase(phase, event, [](const auto&) {});
        }
    }
};

Triggers::Triggers() : state_(std::make_shared<State>()) {}
Triggers::~Triggers() = default;

Triggers::Phase Triggers::phaseNamed(std::string_view name) {
    if (name == "before") return Phase::before;
    if (name == "during") return Phase::during;
    if (name == "after") return Phase::after;
    throw std::invalid_argument(
        "\"" + std::string(name) +
        "\" is no phase: use \"before\", \"during\" or \"after\"");
}

TriggerId Triggers::add(std::string_view phase, std::string_view event,
                        Trigger call) {
    state_->entries.push_back({++state_->lastId, phaseNamed(phase),
                               std::string(event), std::move(call)});
    return {state_->lastId};
}

void Triggers::remove(TriggerId id) {
    const auto removed =
        std::erase_if(state_->entries,
                      [&](const Entry& entry) { return entry.id == id.value; });
    if (removed == 0) {
        throw std::invalid_argument(
            "removeSystemEventTrigger: this trigger was removed before, or "
            "has run");
    }
}

void Triggers::fire(std::string_view event) {
    const auto state = state_;
    const std::string name(event);
    // One more than the Deferreds that are waited for: the last to finish,
    // which may be this function, goes on.
    const auto waitingFor = std::make_shared<int>(1);
    const auto finishOne = [state, name, waitingFor] {
        if (--*waitingFor == 0) state->runRest(name);
    };
    state->runPhase(Phase::before, name,
                    [&](std::optional<Deferred<void>> result) {
                        if (!result) return;
                        ++*waitingFor;
                        result->addErrback([name](const Failure& failure) {
                            log::err(failure, "a trigger of " + name);
                        });
                        result->addCallback(finishOne);
                    });
    finishOne();
}

}  // namespace untwist
