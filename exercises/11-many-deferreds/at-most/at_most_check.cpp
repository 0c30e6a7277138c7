// Checks <at_most.hpp>: yours, the solution, or a wrong answer.
#include <at_most.hpp>

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

namespace {

// The servers, by name, and what comes of asking them. They answer when the
// check says so.
class Servers {
  public:
    Servers()
        : before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " +
                     std::string(message.substr(0, message.find('\n'))));
              log_ += message;
          })) {}
    ~Servers() {
        try {
            endAll();
        } catch (...) {
            remark("a question could not be ended");
        }
        untwist::log::setObserver(std::move(before_));
    }
    Servers(const Servers&) = delete;
    Servers& operator=(const Servers&) = delete;

    void areAsked(int most, const std::vector<std::string>& names) {
        std::string list;
        for (const auto& name : names) list += ' ' + name;
        step("I call quotesOf, at most " + std::to_string(most) +
             " at a time, for:" + (list.empty() ? " nobody" : list));
        outcome_.emplace(quotesOf(names, most, [this](const std::string& name) {
            return question(name);
        }));
        outcome_->addBoth([this](const Result<Results>& result) {
            known_ = result ? joined(result) : result.failure().type();
            remark("the result is: " + known_);
        });
    }

    void answers(const std::string& name, const std::string& quote) {
        step(name + " answers \"" + quote + '"');
        waiting(name).callback(quote);
    }

    void fails(const std::string& name) {
        step(name + " fails");
        waiting(name).errback(Failure(std::runtime_error(name + " is gone")));
    }

    void cancel() {
        step("I cancel the result");
        outcome_->cancel();
    }

    // The result as a text, "nothing yet" while there is none.
    const std::string& known() const { return known_; }
    std::string asked() const { return asked_.empty() ? "nobody" : asked_; }
    std::string hungUpOn() const {
        return hungUpOn_.empty() ? "nobody" : hungUpOn_;
    }

    // What was logged, when nobody holds any of it any more.
    const std::string& logged() {
        step("everything is over; I look for errors that nobody handled");
        outcome_.reset();
        questions_.clear();
        return log_;
    }

  private:
    static std::string joined(const Result<Results>& result) {
        std::string all;
        for (const auto& each : result.value()) {
            all += each ? '[' + each.value() + ']'
                        : '(' + each.failure().getErrorMessage() + ')';
        }
        return all.empty() ? "no results" : all;
    }

    // Every question ends some day, also those that are asked only now.
    void endAll() {
        while (!questions_.empty()) {
            const auto quote = questions_.back().second;
            questions_.pop_back();
            if (!quote.called()) quote.callback("the end");
        }
    }

    Deferred<std::string> question(const std::string& name) {
        remark(name + " is asked");
        asked_ += (asked_.empty() ? "" : " ") + name;
        const Deferred<std::string> quote([this, name](const auto&) {
            remark("somebody hangs up on " + name);
            hungUpOn_ += (hungUpOn_.empty() ? "" : " ") + name;
        });
        questions_.emplace_back(name, quote);
        return quote;
    }

    Deferred<std::string> waiting(const std::string& name) {
        for (const auto& [asked, quote] : questions_) {
            if (asked == name && !quote.called()) return quote;
        }
        FAIL("nobody waits for " << name);
        return {};
    }

    untwist::log::Observer before_;
    std::string log_;
    std::string asked_;
    std::string hungUpOn_;
    std::string known_ = "nothing yet";
    std::vector<std::pair<std::string, Deferred<std::string>>> questions_;
    std::optional<Deferred<Results>> outcome_;
};

}  // namespace

TEST_CASE("no more are asked at a time than allowed") {
    Servers servers;
    servers.areAsked(2, {"ann", "bob", "cyd", "dan"});
    CHECK(servers.asked() == "ann bob");
}

TEST_CASE("as many are asked at a time as are allowed") {
    Servers servers;
    servers.areAsked(3, {"ann", "bob", "cyd", "dan"});
    CHECK(servers.asked() == "ann bob cyd");
}

TEST_CASE("when one has answered, the next in the list is asked") {
    Servers servers;
    servers.areAsked(2, {"ann", "bob", "cyd", "dan", "eve"});
    servers.answers("bob", "B");
    CHECK(servers.asked() == "ann bob cyd");
    servers.answers("cyd", "C");
    CHECK(servers.asked() == "ann bob cyd dan");
    servers.answers("ann", "A");
    CHECK(servers.asked() == "ann bob cyd dan eve");
}

TEST_CASE("the results are in the order of the list") {
    Servers servers;
    servers.areAsked(2, {"ann", "bob", "cyd"});
    servers.answers("bob", "B");
    servers.answers("cyd", "C");
    CHECK(servers.known() == "nothing yet");
    servers.answers("ann", "A");
    CHECK(servers.known() == "[A][B][C]");
}

TEST_CASE("who fails makes room as well") {
    Servers servers;
    servers.areAsked(1, {"ann", "bob", "cyd"});
    servers.fails("ann");
    CHECK(servers.asked() == "ann bob");
    servers.fails("bob");
    servers.answers("cyd", "C");
    CHECK(servers.known() == "(ann is gone)(bob is gone)[C]");
}

TEST_CASE("a list that is shorter than the limit is asked at once") {
    Servers servers;
    servers.areAsked(5, {"ann", "bob"});
    CHECK(servers.asked() == "ann bob");
    servers.answers("ann", "A");
    servers.answers("bob", "B");
    CHECK(servers.known() == "[A][B]");
}

TEST_CASE("with nobody to ask, the result is there at once") {
    Servers servers;
    servers.areAsked(2, {});
    CHECK(servers.known() == "no results");
}

TEST_CASE("no error is left unhandled") {
    Servers servers;
    servers.areAsked(2, {"ann", "bob"});
    servers.fails("ann");
    servers.answers("bob", "B");
    CHECK(servers.logged() == "");
}

TEST_CASE("who cancels hangs up on those that were asked") {
    Servers servers;
    servers.areAsked(2, {"ann", "bob", "cyd"});
    servers.answers("ann", "A");
    servers.cancel();
    CHECK(servers.hungUpOn() == "bob cyd");
    CHECK(servers.logged() == "");
}
