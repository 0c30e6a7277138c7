// Checks <chain.hpp>: yours, the solution, or a wrong answer.
#include <chain.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "untwist/testing/story.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::testing::remark;
using untwist::testing::step;
namespace error = untwist::error;

namespace {

class Unreachable : public std::runtime_error {
  public:
    explicit Unreachable(const std::string& station)
        : std::runtime_error("nobody answers at the " + station + " station") {}
};

// Both stations, and what becomes of the question. They answer, or fail, when
// the check says so.
class Weather {
  public:
    Weather()
        : before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " +
                     std::string(message.substr(0, message.find('\n'))));
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
            known_ = result ? std::to_string(*number(result))
                            : result.failure().getErrorMessage();
            remark("the result is: " + known_);
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

    // The result, as a text; "nothing yet" while it is not known.
    const std::string& known() const { return known_; }

    // Who was asked, in order.
    std::string asked() const { return asked_.empty() ? "nobody" : asked_; }

    // Whose question was cancelled last.
    const std::string& cancelled() const { return cancelled_; }

    // What was logged, when nobody holds any of it any more.
    const std::string& logged() {
        step("everything is over; I look for errors that nobody handled");
        outcome_.reset();
        questions_.clear();
        return log_;
    }

  private:
    struct Question {
        std::string station;
        Deferred<std::string> text;
    };

    static const int* number(const Result<int>& result) {
        return &result.value();
    }

    Deferred<std::string> question(const std::string& station) {
        remark("the " + station + " station is asked");
        asked_ += (asked_.empty() ? "" : " ") + station;
        Deferred<std::string> text([this, station](const auto&) {
            remark("the question to the " + station + " station is cancelled");
            cancelled_ = station;
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
        FAIL("nobody has asked the " << station << " station");
        return {};
    }

    untwist::log::Observer before_;
    std::string log_;
    std::string asked_;
    std::string cancelled_ = "nobody";
    std::string known_ = "nothing yet";
    std::vector<Question> questions_;
    std::optional<Deferred<int>> outcome_;
};

}  // namespace

TEST_CASE("the main station is asked, and its number is the result") {
    Weather weather;
    weather.start();
    CHECK(weather.asked() == "main");
    weather.answers("main", "21");
    CHECK(weather.known() == "21");
}

TEST_CASE("nothing is known before a station has answered") {
    Weather weather;
    weather.start();
    CHECK(weather.known() == "nothing yet");
    weather.fails("main");
    CHECK(weather.known() == "nothing yet");
}

TEST_CASE("the spare station is asked only when the main one has failed") {
    Weather weather;
    weather.start();
    CHECK(weather.asked() == "main");
    weather.fails("main");
    CHECK(weather.asked() == "main spare");
}

TEST_CASE("when the main station has answered, the spare one is left alone") {
    Weather weather;
    weather.start();
    weather.answers("main", "21");
    CHECK(weather.asked() == "main");
}

TEST_CASE("when the main station fails, the spare one's number is the result") {
    Weather weather;
    weather.start();
    weather.fails("main");
    weather.answers("spare", "-4");
    CHECK(weather.known() == "-4");
}

TEST_CASE("a text that is no number is a failure too") {
    Weather weather;
    weather.start();
    weather.answers("main", "rain");
    CHECK(weather.asked() == "main spare");
    weather.answers("spare", "18");
    CHECK(weather.known() == "18");
}

TEST_CASE("zero degrees are a temperature") {
    Weather weather;
    weather.start();
    weather.answers("main", "0");
    CHECK(weather.known() == "0");
    CHECK(weather.asked() == "main");
}

TEST_CASE("when both fail, the failure is the spare one's") {
    Weather weather;
    weather.start();
    weather.fails("main");
    weather.fails("spare");
    CHECK(weather.known() == "nobody answers at the spare station");
}

TEST_CASE("when neither says a number, the failure says so") {
    Weather weather;
    weather.start();
    weather.answers("main", "rain");
    weather.answers("spare", "snow");
    CHECK(weather.known() == "no number: snow");
    CHECK(weather.asked() == "main spare");
}

TEST_CASE("no error is left unhandled, and nothing is fired twice") {
    Weather weather;
    weather.start();
    weather.fails("main");
    weather.answers("spare", "7");
    CHECK(weather.logged() == "");
}

TEST_CASE("cancelling stops the question that is under way") {
    for (const std::string station : {"main", "spare"}) {
        untwist::testing::startStory();
        Weather weather;
        weather.start();
        if (station == "spare") weather.fails("main");
        weather.cancel();
        CHECK(weather.cancelled() == station);
        CHECK(weather.known() == "the Deferred was cancelled");
    }
}

TEST_CASE("who cancels wants no other station to be asked") {
    Weather weather;
    weather.start();
    weather.cancel();
    CHECK(weather.asked() == "main");
}
