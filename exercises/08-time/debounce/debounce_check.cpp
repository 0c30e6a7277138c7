// Checks <debounce.hpp>: yours, the solution, or a wrong answer.
#include <debounce.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::testing::Clock;
using untwist::testing::step;

namespace {

std::string inSeconds(Duration time) {
    const auto tenths = time / 100ms;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// A Debounce that saves after 2 s of quiet.
class Editor {
  public:
    Editor() {
        saving = std::make_unique<Debounce>(clock, 2s, [this] {
            saved_ += (saved_.empty() ? "" : " ") + inSeconds(clock.seconds());
            if (onSave) onSave();
        });
    }

    void triggerAt(Duration time) {
        until(time);
        step("I call trigger at " + inSeconds(time) + " s");
        saving->trigger();
    }

    void flushAt(Duration time) {
        until(time);
        step("I call flush at " + inSeconds(time) + " s");
        saving->flush();
    }

    void until(Duration time) {
        if (time == clock.seconds()) return;
        step("time passes, until " + inSeconds(time) + " s");
        while (clock.seconds() < time) clock.advance(100ms);
    }

    // When the action was called, in seconds, since it was asked last.
    std::string saved() {
        return saved_.empty() ? "never" : std::exchange(saved_, "");
    }

    Clock clock;
    std::function<void()> onSave;
    std::unique_ptr<Debounce> saving;

  private:
    std::string saved_;
};

}  // namespace

TEST_CASE("without a trigger there is no action") {
    Editor editor;
    editor.until(10s);
    CHECK(editor.saved() == "never");
}

TEST_CASE("the action comes when it has been quiet for long enough") {
    Editor editor;
    editor.triggerAt(1s);
    CHECK(editor.saved() == "never");
    editor.until(10s);
    CHECK(editor.saved() == "3.0");
}

TEST_CASE("a burst of triggers makes one action") {
    Editor editor;
    editor.triggerAt(0s);
    editor.triggerAt(0s);
    editor.triggerAt(0s);
    editor.until(10s);
    CHECK(editor.saved() == "2.0");
}

TEST_CASE("each trigger starts the quiet time anew") {
    Editor editor;
    editor.triggerAt(0s);
    editor.triggerAt(1500ms);
    editor.triggerAt(3s);
    editor.until(20s);
    CHECK(editor.saved() == "5.0");
}

TEST_CASE("triggers that do not end put the action off for ever") {
    Editor editor;
    for (auto time = 0s; time < 20s; time += 1s) editor.triggerAt(time);
    CHECK(editor.saved() == "never");
    editor.until(30s);
    CHECK(editor.saved() == "21.0");
}

TEST_CASE("a trigger after the action starts it all again") {
    Editor editor;
    editor.triggerAt(0s);
    editor.triggerAt(5s);
    editor.triggerAt(6s);
    editor.until(20s);
    CHECK(editor.saved() == "2.0 8.0");
}

TEST_CASE("flush calls the action now, and it does not come again") {
    Editor editor;
    editor.triggerAt(0s);
    editor.flushAt(1s);
    CHECK(editor.saved() == "1.0");
    editor.until(10s);
    CHECK(editor.saved() == "never");
}

TEST_CASE("flush does nothing when there is nothing to come") {
    Editor editor;
    editor.flushAt(0s);
    CHECK(editor.saved() == "never");
    editor.triggerAt(1s);
    editor.until(5s);
    CHECK(editor.saved() == "3.0");
    editor.flushAt(5s);
    CHECK(editor.saved() == "never");
}

TEST_CASE("a trigger after flush starts it all again") {
    Editor editor;
    editor.triggerAt(0s);
    editor.flushAt(1s);
    editor.triggerAt(1500ms);
    editor.until(10s);
    CHECK(editor.saved() == "1.0 3.5");
}

TEST_CASE("the action may trigger the next one") {
    Editor editor;
    editor.onSave = [&editor] {
        if (editor.clock.seconds() > 5s) return;
        step("the action calls trigger");
        editor.saving->trigger();
    };
    editor.triggerAt(0s);
    editor.until(20s);
    CHECK(editor.saved() == "2.0 4.0 6.0");
}

TEST_CASE("a debounce that is gone calls nothing") {
    Editor editor;
    editor.triggerAt(0s);
    step("I destroy the Debounce");
    editor.saving.reset();
    editor.until(10s);
    CHECK(editor.saved() == "never");
    CHECK(editor.clock.getDelayedCalls().empty());
}
