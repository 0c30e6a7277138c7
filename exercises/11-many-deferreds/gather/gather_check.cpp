// Checks <gather.hpp>: yours, the solution, or a wrong answer.
#include <gather.hpp>

#include <doctest/doctest.h>

#include <map>
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
    ~Servers() { untwist::log::setObserver(std::move(before_)); }
    Servers(const Servers&) = delete;
    Servers& operator=(const Servers&) = delete;

    // These answer as soon as they are asked.
    std::map<std::string, std::string> quick;

    void areAsked(const std::vector<std::string>& names) {
        std::string list;
        for (const auto& name : names) list += ' ' + name;
        step("I call quotesOf for:" + (list.empty() ? " nobody" : list));
        outcome_.emplace(quotesOf(
            names, [this](const std::string& name) { return question(name); }));
        outcome_->addBoth([this](const Result<Quotes>& result) {
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
    static std::string joined(const Result<Quotes>& result) {
        std::string all;
        for (const auto& quote : result.value()) all += '[' + quote + ']';
        return all.empty() ? "no quotes" : all;
    }

    Deferred<std::string> question(const std::string& name) {
        remark(name + " is asked");
        asked_ += (asked_.empty() ? "" : " ") + name;
        if (quick.contains(name)) return untwist::succeed(quick[name]);
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
    std::optional<Deferred<Quotes>> outcome_;
};

}  // namespace

TEST_CASE("all are asked at once, each of them once") {
    Servers servers;
    servers.areAsked({"ann", "bob", "cyd"});
    CHECK(servers.asked() == "ann bob cyd");
}

TEST_CASE("the result is there when the last has answered") {
    Servers servers;
    servers.areAsked({"ann", "bob"});
    CHECK(servers.known() == "nothing yet");
    servers.answers("ann", "A");
    CHECK(servers.known() == "nothing yet");
    servers.answers("bob", "B");
    CHECK(servers.known() == "[A][B]");
}

TEST_CASE("the quotes are in the order of the list, not in that of arrival") {
    Servers servers;
    servers.areAsked({"ann", "bob", "cyd"});
    servers.answers("cyd", "C");
    servers.answers("ann", "A");
    servers.answers("bob", "B");
    CHECK(servers.known() == "[A][B][C]");
}

TEST_CASE("a server that fails is left out") {
    Servers servers;
    servers.areAsked({"ann", "bob", "cyd"});
    servers.fails("bob");
    CHECK(servers.known() == "nothing yet");
    servers.answers("cyd", "C");
    servers.answers("ann", "A");
    CHECK(servers.known() == "[A][C]");
}

TEST_CASE("the last one may fail") {
    Servers servers;
    servers.areAsked({"ann", "bob"});
    servers.answers("ann", "A");
    servers.fails("bob");
    CHECK(servers.known() == "[A]");
}

TEST_CASE("when all fail there are no quotes") {
    Servers servers;
    servers.areAsked({"ann", "bob"});
    servers.fails("bob");
    servers.fails("ann");
    CHECK(servers.known() == "no quotes");
}

TEST_CASE("an empty quote is a quote") {
    Servers servers;
    servers.areAsked({"ann", "bob"});
    servers.answers("ann", "");
    servers.answers("bob", "B");
    CHECK(servers.known() == "[][B]");
}

TEST_CASE("with nobody to ask, the result is there at once") {
    Servers servers;
    servers.areAsked({});
    CHECK(servers.known() == "no quotes");
}

TEST_CASE("a server may answer at once") {
    Servers servers;
    servers.quick = {{"ann", "A"}, {"bob", "B"}};
    servers.areAsked({"ann", "bob", "cyd"});
    CHECK(servers.asked() == "ann bob cyd");
    CHECK(servers.known() == "nothing yet");
    servers.answers("cyd", "C");
    CHECK(servers.known() == "[A][B][C]");
    CHECK(servers.logged() == "");
}

TEST_CASE("a failure is handled when its server is left out") {
    Servers servers;
    servers.areAsked({"ann", "bob"});
    servers.fails("ann");
    servers.answers("bob", "B");
    CHECK(servers.logged() == "");
}

TEST_CASE("who cancels hangs up on all that have not answered") {
    Servers servers;
    servers.areAsked({"ann", "bob", "cyd"});
    servers.answers("bob", "B");
    servers.cancel();
    CHECK(servers.hungUpOn() == "ann cyd");
    CHECK(servers.logged() == "");
}
