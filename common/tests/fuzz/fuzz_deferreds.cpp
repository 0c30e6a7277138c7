// Fuzzes Deferred: fired, cancelled, paused, returned from callbacks and
// dropped in any order, from inside callbacks too, each stage that is due runs
// once, in its turn, and is given what the one before it made of the result.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "fuzz.hpp"
#include "untwist/deferred.hpp"
#include "untwist/log.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::fuzz::require;
namespace error = untwist::error;

namespace {

struct Oops : std::exception {
    explicit Oops(int n) : number(n) {}
    int number;
};

struct Outcome {
    enum class Kind { value, oops, cancelled } kind;
    int number;
    bool isFailure() const { return kind != Kind::value; }
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome outcomeOf(const Failure& failure) {
    if (failure.check<error::CancelledError>()) {
        return {Outcome::Kind::cancelled, 0};
    }
    const auto* oops = failure.check<Oops>();
    require(oops, "a failure is one that was put in");
    return {Outcome::Kind::oops, oops->number};
}

Outcome outcomeOf(const Result<int>& result) {
    if (!result.ok()) return outcomeOf(result.failure());
    return {Outcome::Kind::value, result.value()};
}

Outcome outcomeOf(int value) { return {Outcome::Kind::value, value}; }

Result<int> resultOf(const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::value) return outcome.number;
    return Failure(Oops(outcome.number));
}

enum class Hears { both, results, failures };

bool hears(Hears stage, const Outcome& outcome) {
    return stage == Hears::both ||
           (stage == Hears::failures) == outcome.isFailure();
}

// A Deferred, and what is known about it.
struct Slot {
    explicit Slot(int number) : id(number) {}

    // The stage at `index` runs and is given `got`.
    void enter(std::size_t index, const Outcome& got);

    // What is left when all its stages have run; none if they have not. It is
    // a mistake if they could have.
    std::optional<Outcome> settled() const;

    // Nobody can give it a result, not even cancel() by a handle: it is gone,
    // with its stages.
    bool isGone() const { return !head && (inner ? inner->isGone() : !fired); }

    struct Pause {
        Deferred<int> deferred;
        std::size_t from;  // the first stage that it holds
    };

    const int id;
    std::optional<Deferred<int>> head;  // to fire
    std::optional<Deferred<int>> tail;  // to add to: another type came between
    std::size_t tailBegin = 0;          // its first stage
    std::vector<Hears> stages;
    std::size_t ran = 0;  // or were passed by
    std::optional<Outcome> outcome;
    std::shared_ptr<Slot> inner;  // the one a stage returned
    std::vector<Pause> pauses;
    bool fired = false;
    bool swallows = false;  // one late callback
    bool moved = false;     // a stage of another one returned it
    bool running = false;
};

void Slot::enter(std::size_t index, const Outcome& got) {
    require(!running, "no stage runs inside one of the same Deferred");
    require(std::ranges::all_of(
                pauses, [&](const Pause& each) { return index < each.from; }),
            "no stage runs while it is paused");
    if (inner) {
        outcome = inner->settled();
        inner = nullptr;
    }
    require(outcome.has_value(), "no stage runs before there is a result");
    require(*outcome == got, "a stage is given what the one before it made");
    require(ran <= index, "no stage runs twice");
    for (; ran < index; ++ran) {
        require(!hears(stages[ran], got),
                "a stage that is due is not left out");
    }
    require(hears(stages[index], got), "a stage is given what it is for");
    ++ran;
}

std::optional<Outcome> Slot::settled() const {
    if (running || !pauses.empty()) return {};
    const auto result = inner ? inner->settled() : outcome;
    if (!result) return {};
    for (auto i = ran; i < stages.size(); ++i) {
        require(!hears(stages[i], *result), "a stage that is due has run");
    }
    return result;
}

class World {
  public:
    explicit World(untwist::fuzz::Input input) : input_(input) {
        for (auto& slot : slots_) slot = make();
    }
    ~World() {
        for (auto& slot : all_) {
            slot->pauses.clear();
            drop(*slot);
        }
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void play() {
        while (!input_.empty()) {
            act();
            for (const auto& slot : all_) slot->settled();
        }
    }

  private:
    std::shared_ptr<Slot> make();
    void act();
    void add(const std::shared_ptr<Slot>& slot);
    void changeType(Slot& slot);
    void fire(Slot& slot);
    void cancel(Slot& slot);
    void pause(Slot& slot);
    static void unpause(Slot& slot);
    static void drop(Slot& slot);

    // What a stage does: perhaps anything else, then it makes an outcome.
    Outcome runStage(Slot& slot, std::size_t index, const Outcome& got);
    std::shared_ptr<Slot> pick() { return slots_[input_.decide() % kSlots]; }
    Outcome someOutcome();

    static constexpr std::size_t kSlots = 4;
    static constexpr int kDeepest = 4;

    untwist::fuzz::Input input_;
    std::vector<std::shared_ptr<Slot>> all_;
    std::array<std::shared_ptr<Slot>, kSlots> slots_;
    int depth_ = 0;
    int number_ = 0;
};

std::shared_ptr<Slot> World::make() {
    const auto slot = std::make_shared<Slot>(static_cast<int>(all_.size()));
    const auto kind = input_.decide() % 3;
    if (kind == 0) {
        slot->head.emplace();
    } else {
        slot->head.emplace(
            [slot = slot.get(), fires = kind == 1](const Deferred<int>& self) {
                slot->swallows = false;
                if (!fires) return;
                slot->fired = true;
                slot->outcome = outcomeOf(7);
                self.callback(7);
            });
    }
    slot->tail = slot->head;
    all_.push_back(slot);
    return slot;
}

void World::act() {
    const auto slot = pick();
    switch (input_.decide() % 10) {
        case 0:
            return fire(*slot);
        case 1:
            return cancel(*slot);
        case 2:
            return pause(*slot);
        case 3:
            return unpause(*slot);
        case 4:
            return changeType(*slot);
        case 5:
            if (!slot->pauses.empty()) return;  // they keep it alive
            drop(*slot);
            std::ranges::replace(slots_, slot, make());
            return;
        default:
            return add(slot);
    }
}

Outcome World::someOutcome() {
    ++number_;
    if (input_.decide() % 2 == 0) return outcomeOf(number_);
    return {Outcome::Kind::oops, number_};
}

Outcome World::runStage(Slot& slot, std::size_t index, const Outcome& got) {
    slot.enter(index, got);
    slot.running = true;
    slot.outcome.reset();
    if (++depth_ < kDeepest && input_.decide() % 3 == 0) act();
    --depth_;
    slot.running = false;
    slot.outcome = someOutcome();
    return *slot.outcome;
}

void World::add(const std::shared_ptr<Slot>& slot) {
    if (!slot->tail) return;
    const auto tail = *slot->tail;
    const auto index = slot->stages.size();
    // A stage lives as long as its Deferred; so does its Slot, in all_.
    const auto run = [this, slot = slot.get(), index](const Outcome& got) {
        return runStage(*slot, index, got);
    };
    const auto returns = [run](const auto& got) -> Result<int> {
        return resultOf(run(outcomeOf(got)));
    };
    const auto throws = [run](const auto& got) -> int {
        auto result = resultOf(run(outcomeOf(got)));
        return result.value();
    };
    const auto chains = [this, slot = slot.get(),
                         run](const auto& got) -> Deferred<int> {
        const auto made = run(outcomeOf(got));
        const auto other = pick();
        if (!other->tail || other->moved || other->id <= slot->id) {
            auto result = resultOf(made);
            if (!result.ok()) return untwist::fail<int>(result.failure());
            return untwist::succeed(result.value());
        }
        other->moved = true;
        slot->outcome.reset();
        slot->inner = other;
        return *other->tail;
    };
    const auto attach = [&](const auto& f) {
        switch (slot->stages.back()) {
            case Hears::results:
                tail.addCallback(f);
                return;
            case Hears::failures:
                tail.addErrback(f);
                return;
            case Hears::both:
                tail.addBoth(f);
                return;
        }
    };
    slot->stages.push_back(static_cast<Hears>(input_.decide() % 3));
    const bool moved = slot->moved;
    if (moved) slot->stages.pop_back();
    try {
        const auto how = input_.decide() % 3;
        if (moved) {
            tail.addBoth(returns);
        } else if (how == 0) {
            attach(returns);
        } else if (how == 1) {
            attach(throws);
        } else {
            attach(chains);
        }
        require(!moved, "nothing is added to a result that has moved on");
    } catch (const std::logic_error&) {
        require(moved, "adding throws only when the result has moved on");
    }
}

void World::changeType(Slot& slot) {
    if (!slot.tail || slot.moved) return;
    auto text = slot.tail->addCallback([](int value) { return long{value}; });
    slot.tail =
        text.addCallback([](long value) { return static_cast<int>(value); });
    slot.tailBegin = slot.stages.size();
}

void World::fire(Slot& slot) {
    if (!slot.head) return;
    const auto head = *slot.head;
    const bool fired = std::exchange(slot.fired, true);
    const bool fails = fired && !std::exchange(slot.swallows, false);
    const auto outcome = someOutcome();
    if (!fired) slot.outcome = outcome;
    try {
        auto result = resultOf(outcome);
        if (result.ok()) {
            head.callback(result.value());
        } else {
            head.errback(result.failure());
        }
        require(!fails, "a Deferred is fired once");
    } catch (const error::AlreadyCalledError&) {
        require(fails, "a Deferred can be fired once");
    }
}

void World::cancel(Slot& slot) {
    if (!slot.tail) return;
    const auto tail = *slot.tail;
    Slot* last = &slot;
    while (last->inner && !last->inner->isGone()) last = last->inner.get();
    if (last->inner || !last->fired) {
        last->inner = nullptr;
        last->outcome = {Outcome::Kind::cancelled, 0};
        if (!std::exchange(last->fired, true)) last->swallows = true;
    }
    tail.cancel();
}

void World::pause(Slot& slot) {
    if (!slot.tail || slot.moved) return;
    slot.pauses.push_back({*slot.tail, slot.tailBegin});
    slot.tail->pause();
}

void World::unpause(Slot& slot) {
    if (slot.pauses.empty()) return;
    const auto last = slot.pauses.back();
    slot.pauses.pop_back();
    last.deferred.unpause();
}

void World::drop(Slot& slot) {
    const auto head = std::exchange(slot.head, {});
    const auto tail = std::exchange(slot.tail, {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
    untwist::log::setObserver({});
    World(untwist::fuzz::Input(data, size)).play();
    return 0;
}
