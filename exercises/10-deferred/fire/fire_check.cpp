// Checks <fire.hpp>: yours, the solution, or a wrong answer.
#include <fire.hpp>

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/testing/story.hpp"

using untwist::Deferred;
using untwist::Result;
using untwist::testing::quoted;
using untwist::testing::remark;
using untwist::testing::step;
using untwist::testing::StoryFailure;
namespace error = untwist::error;

namespace {

void expectSame(const std::string& expected, const std::string& got) {
    if (expected != got) throw StoryFailure(expected, got);
}

// Answers, or fails, when the check says so.
class Service : public NameService {
  public:
    void ask(const std::string& name, Found found, Failed failed) override {
        remark("the service is asked for " + quoted(name));
        questions_[name] = {std::move(found), std::move(failed), false};
    }

    void forget(const std::string& name) override {
        auto& question = asked(name);
        question.forgotten = true;
        tell("failed(\"forgotten\")", [&] { question.failed("forgotten"); });
    }

    void finds(const std::string& name, const std::string& address) {
        const auto call = "found(" + quoted(address) + ")";
        step("for " + quoted(name) + " the service calls " + call);
        tell(call, [&] { asked(name).found(address); });
    }

    void fails(const std::string& name, const std::string& why) {
        const auto call = "failed(" + quoted(why) + ")";
        step("for " + quoted(name) + " the service calls " + call);
        tell(call, [&] { asked(name).failed(why); });
    }

    void hasForgotten(const std::string& name) {
        if (asked(name).forgotten) return;
        throw StoryFailure("a call of forget(" + quoted(name) + ")", "none");
    }

  private:
    struct Question {
        Found found;
        Failed failed;
        bool forgotten = false;
    };

    Question& asked(const std::string& name) {
        const auto question = questions_.find(name);
        if (question != questions_.end()) return question->second;
        throw StoryFailure("a call of ask(" + quoted(name) + ", ...)", "none");
    }

    template <class F>
    static void tell(const std::string& call, F f) {
        try {
            f();
        } catch (const error::AlreadyCalledError& thrown) {
            throw StoryFailure(call + " returns",
                               std::string("it throws: ") + thrown.what());
        }
    }

    std::map<std::string, Question> questions_;
};

// A question, and what becomes of it.
class Question {
  public:
    Question(Service& service, const std::string& name)
        : address_(start(service, name)) {
        address_.addBoth([this](const Result<std::string>& result) {
            outcome_ = shown(result);
            remark("the Deferred brings " + outcome_);
        });
    }
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;

    void cancel() {
        step("I cancel the Deferred");
        address_.cancel();
    }

    void brings(const std::string& address) const {
        expectSame("the address " + quoted(address), outcome_);
    }
    void bringsFailure(const std::string& failure) const {
        expectSame("the failure " + failure, outcome_);
    }
    void bringsNothingYet() const { expectSame("nothing yet", outcome_); }

  private:
    static Deferred<std::string> start(Service& service,
                                       const std::string& name) {
        step("I call lookUp for " + quoted(name));
        return lookUp(service, name);
    }

    static std::string shown(const Result<std::string>& result) {
        if (result) return "the address " + quoted(result.value());
        const auto& failure = result.failure();
        return "the failure " + failure.type() + ": " +
               failure.getErrorMessage();
    }

    std::string outcome_ = "nothing yet";
    Deferred<std::string> address_;
};

}  // namespace

TEST_CASE("what the service finds is the result") {
    Service service;
    Question question(service, "ada");
    service.finds("ada", "192.0.2.7");
    question.brings("192.0.2.7");
}

TEST_CASE("nothing is known before the service has answered") {
    Service service;
    const Question question(service, "ada");
    question.bringsNothingYet();
}

TEST_CASE("a name that nobody knows is a failure") {
    Service service;
    const Question question(service, "bob");
    service.fails("bob", "no such name");
    question.bringsFailure("std::runtime_error: no such name");
}

TEST_CASE("an answer that comes twice fires it once") {
    Service service;
    const Question question(service, "ada");
    service.finds("ada", "192.0.2.7");
    service.finds("ada", "198.51.100.9");
    question.brings("192.0.2.7");
}

TEST_CASE("a failure after the answer comes too late") {
    Service service;
    const Question question(service, "ada");
    service.finds("ada", "192.0.2.7");
    service.fails("ada", "no answer");
    question.brings("192.0.2.7");
}

TEST_CASE("an answer after the failure comes too late") {
    Service service;
    const Question question(service, "ada");
    service.fails("ada", "no answer");
    service.finds("ada", "192.0.2.7");
    question.bringsFailure("std::runtime_error: no answer");
}

TEST_CASE("who cancels makes the service forget the question") {
    Service service;
    Question question(service, "ada");
    question.cancel();
    service.hasForgotten("ada");
}

TEST_CASE("who cancels is told CancelledError") {
    Service service;
    Question question(service, "ada");
    question.cancel();
    question.bringsFailure(
        "untwist::error::CancelledError: the Deferred was cancelled");
}

TEST_CASE("two questions do not disturb each other") {
    Service service;
    Question ada(service, "ada");
    const Question bob(service, "bob");
    ada.cancel();
    bob.bringsNothingYet();
    service.finds("bob", "198.51.100.9");
    bob.brings("198.51.100.9");
}
