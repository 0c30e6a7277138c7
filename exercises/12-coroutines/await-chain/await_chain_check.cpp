// Checks <await_chain.hpp>: yours, the solution, or a wrong answer.
#include <await_chain.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/testing/story.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::testing::remark;
using untwist::testing::step;

namespace {

// Somebody who is asked, and answers when the check says so.
class Oracle {
  public:
    Oracle()
        : before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " +
                     std::string(message.substr(0, message.find('\n'))));
              log_ += message;
          })) {}
    ~Oracle() { untwist::log::setObserver(std::move(before_)); }
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    // The name and the function are gone when this returns: nobody owes them
    // to a coroutine. (The name is too long for a std::string's own space.)
    void isAskedAbout(const std::string& name) {
        step("I call weatherOf(\"" + name + "\", ask), and let go of both");
        const auto lent = std::make_unique<std::string>(name);
        const auto ask = std::make_unique<Ask>(
            [this](const std::string& question) { return heard(question); });
        outcome_.emplace(weatherOf(*lent, *ask));
        outcome_->addBoth([this](const Result<std::string>& result) {
            known_ = result ? result.value()
                            : "failure: " + result.failure().getErrorMessage();
            remark("the result is: " + known_);
        });
    }

    void answers(const std::string& answer) {
        step("the answer is \"" + answer + '"');
        question().callback(answer);
    }

    template <class E>
    void fails(const E& error) {
        step(std::string("the question fails: ") + error.what());
        question().errback(Failure(error));
    }

    void cancel() {
        step("I cancel the result");
        outcome_->cancel();
    }

    const std::string& asked() const { return asked_; }  // the last question
    int questions() const { return questions_; }
    bool hungUp() const { return hungUp_; }

    // The result as a text, "nothing yet" while there is none.
    const std::string& known() const { return known_; }

    // What was logged, when nobody holds any of it any more.
    const std::string& logged() {
        step("everything is over; I look for errors that nobody handled");
        outcome_.reset();
        open_.reset();
        return log_;
    }

  private:
    Deferred<std::string> heard(const std::string& question) {
        remark("I am asked: " + question);
        asked_ = question;
        ++questions_;
        open_.emplace([this](const auto&) {
            remark("the question is cancelled");
            hungUp_ = true;
        });
        return *open_;
    }

    Deferred<std::string> question() {
        REQUIRE_MESSAGE(open_, "nobody has asked anything");
        return *std::exchange(open_, std::nullopt);
    }

    untwist::log::Observer before_;
    std::string log_;
    std::string asked_ = "nothing";
    int questions_ = 0;
    bool hungUp_ = false;
    std::string known_ = "nothing yet";
    std::optional<Deferred<std::string>> open_;
    std::optional<Deferred<std::string>> outcome_;
};

const std::string kName = "the honourable Lady Ann of Dunmore";

}  // namespace

TEST_CASE("the first question is asked at once, and only that") {
    Oracle oracle;
    oracle.isAskedAbout("Ann");
    CHECK(oracle.asked() == "Where is Ann?");
    CHECK(oracle.questions() == 1);
    CHECK(oracle.known() == "nothing yet");
}

TEST_CASE("the second question is asked when the first is answered") {
    Oracle oracle;
    oracle.isAskedAbout("Ann");
    oracle.answers("Rome");
    CHECK(oracle.asked() == "What is the weather in Rome?");
    CHECK(oracle.known() == "nothing yet");
}

TEST_CASE("the weather in the right place is the result") {
    Oracle oracle;
    oracle.isAskedAbout(kName);
    oracle.answers("Oslo");
    oracle.answers("snow");
    CHECK(oracle.known() == kName + " is in Oslo: snow");
    CHECK(oracle.questions() == 2);
}

TEST_CASE("without weather there is other advice") {
    Oracle oracle;
    oracle.isAskedAbout("Ann");
    oracle.answers("Rome");
    oracle.fails(NoWeather());
    CHECK(oracle.known() == "Ann is in Rome: look out of the window");
}

TEST_CASE("a failure that is not NoWeather is passed on") {
    Oracle oracle;
    oracle.isAskedAbout("Ann");
    oracle.answers("Rome");
    oracle.fails(std::runtime_error("the station has burnt down"));
    CHECK(oracle.known() == "failure: the station has burnt down");
}

TEST_CASE("a first question without an answer is a failure") {
    Oracle oracle;
    oracle.isAskedAbout("Ann");
    oracle.fails(NoWeather());
    CHECK(oracle.known() == "failure: no weather today");
    CHECK(oracle.questions() == 1);
}

TEST_CASE("who cancels cancels the question that is being asked") {
    for (const int answered : {0, 1}) {
        untwist::testing::startStory();
        Oracle oracle;
        oracle.isAskedAbout("Ann");
        if (answered == 1) oracle.answers("Rome");
        oracle.cancel();
        CHECK(oracle.hungUp());
        CHECK(oracle.known() == "failure: the Deferred was cancelled");
        CHECK(oracle.questions() == answered + 1);
    }
}

TEST_CASE("no error is left unhandled") {
    Oracle oracle;
    oracle.isAskedAbout("Ann");
    oracle.answers("Rome");
    oracle.fails(NoWeather());
    CHECK(oracle.logged() == "");
}
