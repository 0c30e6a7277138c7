// Checks <chain.hpp>: yours, the solution, or a wrong answer.
#include <chain.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "untwist/testing/story.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::testing::remark;
using untwist::testing::step;
using untwist::testing::StoryFailure;
namespace error = untwist::error;

class Unreachable : public std::runtime_error {
  public:
    explicit Unreachable(const std::string& station)
        : std::runtime_error("nobody answers at the " + station + " station") {}
};

namespace {

void expectSame(const std::string& expected, const std::string& got) {
    if (expected != got) throw StoryFailure(expected, got);
}

// Both stations, and what becomes of the question. They answer, or fail, when
// the check says so.
class Weather {
  public:
    Weather()
        : before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " + firstLine(message));
              log_ += message;
          })) {}
    ~Weather() { untwist::log::setObserver(std::move(before_)); }
    Weather(const Weather&) = delete;
    Weather& operator=(const Weather&) = delete;

    // Calls temperature(), and keeps what comes of it.
    void start() {
        step("I call temperature");
        outcome_.emplace(temperature(
            [this](const std::string& station) { return question(station); }));
        outcome_->addBoth([this](const Result<int>& result) {
            known_ = result ? number(result.value())
                            : failure(result.failure().getErrorMessage());
            remark("temperature brings " + known_);
        });
    }

    void answers(const std::string& station, const std::string& text) {
        step("the " + station + " station answers \"" + text + '"');
        waiting(station).callback(text);
    }

    void fails(const std::string& station) {
        step("the " + station + " station fails");
        waiting(station).errback(Failure(Unreachable(station)));
    }

    void cancel() {
        step("I cancel the result");
        outcome_->cancel();
    }

    void brings(int expected) const { expectSame(number(expected), known_); }

    void bringsFailure(const std::string& message) const {
        expectSame(failure(message), known_);
    }

    void bringsNothingYet() const { expectSame(kNothingYet, known_); }

    // Until now, in order: "main, spare".
    void hasAsked(const std::string& stations) const {
        std::string asked;
        for (const auto& question : questions_) {
            asked += (asked.empty() ? "" : ", ") + question.station;
        }
        if (asked.empty()) asked = "nobody";
        expectSame("asked so far: " + stations, "asked so far: " + asked);
    }

    void hasCancelled(const std::string& station) const {
        expectSame(theQuestion(station) + "is cancelled", cancelled_);
    }

    void leavesNoError() {
        step("everything is over; I look for errors that nobody handled");
        outcome_.reset();
        questions_.clear();
        if (log_.empty()) return;
        throw StoryFailure("nothing in the log", firstLine(log_));
    }

  private:
    struct Question {
        std::string station;
        Deferred<std::string> text;
    };

    static std::string firstLine(std::string_view text) {
        return std::string(text.substr(0, text.find('\n')));
    }

    static constexpr auto kNothingYet = "nothing yet";

    static std::string number(int n) {
        return "the number " + std::to_string(n);
    }

    static std::string failure(const std::string& message) {
        return "the failure: " + message;
    }

    static std::string theQuestion(const std::string& station) {
        return "the question to the " + station + " station ";
    }

    Deferred<std::string> question(const std::string& station) {
        remark("the " + station + " station is asked");
        Deferred<std::string> text([this, station](const auto&) {
            cancelled_ = theQuestion(station) + "is cancelled";
            remark(cancelled_);
        });
        questions_.push_back({station, text});
        return text;
    }

    Deferred<std::string> waiting(const std::string& station) {
        for (const auto& question : questions_) {
            if (question.station == station && !question.text.called()) {
                return question.text;
            }
        }
        throw StoryFailure("the " + station + " station has been asked",
                           "nobody waits for its answer");
    }

    untwist::log::Observer before_;
    std::string log_;
    std::string cancelled_ = "no question is cancelled";
    std::string known_ = kNothingYet;
    std::vector<Question> questions_;
    std::optional<Deferred<int>> outcome_;
};

}  // namespace

TEST_CASE("the main station is asked, and its number is the result") {
    Weather weather;
    weather.start();
    weather.hasAsked("main");
    weather.answers("main", "21");
    weather.brings(21);
}

TEST_CASE("nothing is known before a station has answered") {
    Weather weather;
    weather.start();
    weather.bringsNothingYet();
    weather.fails("main");
    weather.bringsNothingYet();
}

TEST_CASE("the spare station is asked only when the main one has failed") {
    Weather weather;
    weather.start();
    weather.hasAsked("main");
    weather.fails("main");
    weather.hasAsked("main, spare");
}

TEST_CASE("when the main station has answered, the spare one is left alone") {
    Weather weather;
    weather.start();
    weather.answers("main", "21");
    weather.hasAsked("main");
}

TEST_CASE("when the main station fails, the spare one's number is the result") {
    Weather weather;
    weather.start();
    weather.fails("main");
    weather.answers("spare", "-4");
    weather.brings(-4);
}

TEST_CASE("a text that is no number is a failure too") {
    Weather weather;
    weather.start();
    weather.answers("main", "rain");
    weather.hasAsked("main, spare");
    weather.answers("spare", "18");
    weather.brings(18);
}

TEST_CASE("zero degrees are a temperature") {
    Weather weather;
    weather.start();
    weather.answers("main", "0");
    weather.brings(0);
    weather.hasAsked("main");
}

TEST_CASE("when both fail, the failure is the spare one's") {
    Weather weather;
    weather.start();
    weather.fails("main");
    weather.fails("spare");
    weather.bringsFailure("nobody answers at the spare station");
}

TEST_CASE("when neither says a number, the failure says so") {
    Weather weather;
    weather.start();
    weather.answers("main", "rain");
    weather.answers("spare", "snow");
    weather.bringsFailure("no number: snow");
    weather.hasAsked("main, spare");
}

TEST_CASE("no error is left unhandled, and nothing is fired twice") {
    Weather weather;
    weather.start();
    weather.fails("main");
    weather.answers("spare", "7");
    weather.leavesNoError();
}

TEST_CASE("cancelling stops the question that is under way") {
    for (const std::string station : {"main", "spare"}) {
        untwist::testing::startStory();
        Weather weather;
        weather.start();
        if (station == "spare") weather.fails("main");
        weather.cancel();
        weather.hasCancelled(station);
        weather.bringsFailure("the Deferred was cancelled");
    }
}

TEST_CASE("who cancels wants no other station to be asked") {
    Weather weather;
    weather.start();
    weather.cancel();
    weather.hasAsked("main");
}
