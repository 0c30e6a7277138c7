// Checks <in_parallel.hpp>: yours, the solution, or a wrong answer.
#include <in_parallel.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::testing::Clock;
using untwist::testing::remark;
using untwist::testing::step;

namespace {

struct Server {
    std::string name;
    std::chrono::seconds delay;
    std::string quote;  // "" fails
};

// Servers that take their time, on a clock that the check moves.
class Town {
  public:
    explicit Town(std::vector<Server> servers)
        : servers_(std::move(servers)),
          before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " +
                     std::string(message.substr(0, message.find('\n'))));
              log_ += message;
          })) {
        std::vector<std::string> names;
        std::string all;
        for (const auto& server : servers_) {
            names.push_back(server.name);
            all += ' ' + server.name;
        }
        step("I call linesOf for:" + (all.empty() ? " nobody" : all));
        outcome_.emplace(linesOf(
            names, [this](const std::string& name) { return ask(name); }));
        outcome_->addBoth([this](const Result<Lines>& result) {
            known_ = result ? joined(result.value())
                            : "failure: " + result.failure().getErrorMessage();
            remark("the result is: " + known_);
        });
    }
    ~Town() { untwist::log::setObserver(std::move(before_)); }
    Town(const Town&) = delete;
    Town& operator=(const Town&) = delete;

    void waits(std::chrono::seconds time) {
        step("time passes: " + std::to_string(time.count()) + " s");
        clock_.advance(time);
    }

    std::string asked() const { return asked_.empty() ? "nobody" : asked_; }

    // The result as a text, "nothing yet" while there is none.
    const std::string& known() const { return known_; }

    // What was logged, when nobody holds any of it any more.
    const std::string& logged() {
        step("everything is over; I look for errors that nobody handled");
        outcome_.reset();
        return log_;
    }

  private:
    static std::string joined(const Lines& lines) {
        std::string all;
        for (const auto& line : lines) all += '[' + line + ']';
        return all.empty() ? "no lines" : all;
    }

    Deferred<std::string> ask(const std::string& name) {
        remark(name + " is asked");
        asked_ += (asked_.empty() ? "" : " ") + name;
        const Deferred<std::string> answer;
        for (const auto& server : servers_) {
            if (server.name != name) continue;
            if (server.delay == 0s) {
                answers(server, answer);
            } else {
                clock_.callLater(server.delay,
                                 [server, answer] { answers(server, answer); });
            }
            return answer;
        }
        FAIL("there is no server called " << untwist::testing::quoted(name));
        return answer;
    }

    static void answers(const Server& server,
                        const Deferred<std::string>& answer) {
        if (server.quote.empty()) {
            remark(server.name + " fails");
            answer.errback(Failure(std::runtime_error("I have none")));
        } else {
            remark(server.name + " answers \"" + server.quote + '"');
            answer.callback(server.quote);
        }
    }

    std::vector<Server> servers_;
    untwist::log::Observer before_;
    std::string log_;
    std::string asked_;
    std::string known_ = "nothing yet";
    Clock clock_;
    std::optional<Deferred<Lines>> outcome_;
};

// Names that are too long for a std::string's own space.
const std::string kSage = "the sage of the northern mountain";
const std::string kElder = "the elder of the eastern village";

}  // namespace

TEST_CASE("all servers are asked at once") {
    Town town({{"ann", 3s, "A"}, {"bob", 1s, "B"}, {"cyd", 2s, "C"}});
    CHECK(town.asked() == "ann bob cyd");
}

TEST_CASE("three servers take as long as the slowest of them") {
    Town town({{"ann", 3s, "A"}, {"bob", 1s, "B"}, {"cyd", 2s, "C"}});
    town.waits(2s);
    CHECK(town.known() == "nothing yet");
    town.waits(1s);
    CHECK(town.known() == "[ann: A][bob: B][cyd: C]");
}

TEST_CASE("the lines are in the order of the list") {
    Town town(
        {{kSage, 5s, "Measure twice."}, {kElder, 1s, "Haste makes waste."}});
    town.waits(1s);
    CHECK(town.known() == "nothing yet");
    town.waits(10s);
    town.waits(10s);
    CHECK(town.known() == '[' + kSage + ": Measure twice.][" + kElder +
                              ": Haste makes waste.]");
}

TEST_CASE("who fails has a line as well") {
    Town town({{"ann", 1s, "A"}, {"bob", 2s, ""}, {"cyd", 3s, "C"}});
    for (int second = 0; second < 6; ++second) town.waits(1s);
    CHECK(town.known() == "[ann: A][bob: sorry, I have none][cyd: C]");
}

TEST_CASE("no error is left unhandled") {
    Town town({{"ann", 2s, ""}, {"bob", 1s, ""}});
    for (int second = 0; second < 3; ++second) town.waits(1s);
    CHECK(town.known() == "[ann: sorry, I have none][bob: sorry, I have none]");
    CHECK(town.logged() == "");
}

TEST_CASE("with nobody to ask, the result is there at once") {
    Town town({});
    CHECK(town.known() == "no lines");
}

TEST_CASE("answers that are there at once are taken at once") {
    Town town({{"ann", 0s, "A"}, {"bob", 0s, ""}});
    CHECK(town.known() == "[ann: A][bob: sorry, I have none]");
}
