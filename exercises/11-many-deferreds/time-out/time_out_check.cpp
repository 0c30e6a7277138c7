// Checks <time_out.hpp>: yours, the solution, or a wrong answer.
#include <time_out.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Deferred;
using untwist::Duration;
using untwist::Failure;
using untwist::Result;
using untwist::testing::Clock;
using untwist::testing::remark;
using untwist::testing::step;
namespace error = untwist::error;

namespace {

// A question that has five seconds, on a clock that the check moves.
class Page {
  public:
    explicit Page(bool answeredAlready = false)
        : before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " +
                     std::string(message.substr(0, message.find('\n'))));
              log_ += message;
          })) {
        answer_.emplace([this](const auto&) {
            remark("the question is cancelled");
            hungUp_ = true;
        });
        if (answeredAlready) answers("early");
        step("I call within(5s, answer, \"instead\", clock)");
        outcome_.emplace(within(5s, *answer_, "instead", clock_));
        outcome_->addBoth([this](const Result<std::string>& result) {
            known_ = result ? result.value()
                            : "failure: " + result.failure().type() + ", " +
                                  result.failure().getErrorMessage();
            remark("the result is: " + known_);
        });
    }
    ~Page() { untwist::log::setObserver(std::move(before_)); }
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    void waits(std::chrono::seconds time) {
        step("time passes: " + std::to_string(time.count()) + " s");
        clock_.advance(time);
    }

    void answers(const std::string& text) {
        step("the answer comes: " + text);
        answer_->callback(text);
    }

    void fails(const Failure& failure) {
        step("the question fails: " + failure.type());
        answer_->errback(failure);
    }

    void cancel() {
        step("I cancel the result");
        outcome_->cancel();
    }

    // The result as a text, "nothing yet" while there is none.
    const std::string& known() const { return known_; }
    bool hungUp() const { return hungUp_; }
    std::size_t timers() const { return clock_.getDelayedCalls().size(); }

    // What was logged, when nobody holds any of it any more.
    const std::string& logged() {
        step("everything is over; I look for errors that nobody handled");
        outcome_.reset();
        answer_.reset();
        return log_;
    }

  private:
    untwist::log::Observer before_;
    std::string log_;
    std::string known_ = "nothing yet";
    bool hungUp_ = false;
    Clock clock_;
    std::optional<Deferred<std::string>> answer_;
    std::optional<Deferred<std::string>> outcome_;
};

}  // namespace

TEST_CASE("an answer that comes in time is the result") {
    Page page;
    page.waits(4s);
    CHECK(page.known() == "nothing yet");
    page.answers("in time");
    CHECK(page.known() == "in time");
}

TEST_CASE("when it takes too long, the result is the other text") {
    Page page;
    page.waits(4s);
    CHECK(page.known() == "nothing yet");
    page.waits(1s);
    CHECK(page.known() == "instead");
}

TEST_CASE("a question that took too long is cancelled") {
    Page page;
    page.waits(5s);
    CHECK(page.hungUp());
}

TEST_CASE("an answer leaves no timer behind") {
    Page page;
    page.answers("in time");
    CHECK(page.timers() == 0);
    page.waits(10s);
    CHECK(page.known() == "in time");
    CHECK_FALSE(page.hungUp());
}

TEST_CASE("a failure leaves no timer behind") {
    Page page;
    page.fails(Failure(std::runtime_error("out of paper")));
    CHECK(page.timers() == 0);
}

TEST_CASE("a failure in time is the result, whatever it is") {
    for (const auto& failure : {Failure(std::runtime_error("out of paper")),
                                Failure(error::TimeoutError())}) {
        untwist::testing::startStory();
        Page page;
        page.waits(2s);
        page.fails(failure);
        CHECK(page.known() ==
              "failure: " + failure.type() + ", " + failure.getErrorMessage());
    }
}

TEST_CASE("who cancels gets CancelledError, not the other text") {
    Page page;
    page.waits(2s);
    page.cancel();
    CHECK(page.hungUp());
    CHECK(page.known() ==
          "failure: untwist::error::CancelledError, the Deferred was "
          "cancelled");
}

TEST_CASE("cancelling leaves no timer behind") {
    Page page;
    page.cancel();
    CHECK(page.timers() == 0);
}

TEST_CASE("an answer that is there already is the result") {
    Page page(true);
    CHECK(page.known() == "early");
    CHECK(page.timers() == 0);
}

TEST_CASE("nothing fires twice, and no error is left unhandled") {
    step("first, one that takes too long");
    Page slow;
    slow.waits(5s);
    slow.waits(5s);
    CHECK(slow.logged() == "");
    step("then, one that is answered");
    Page quick;
    quick.answers("in time");
    quick.waits(10s);
    CHECK(quick.logged() == "");
}
