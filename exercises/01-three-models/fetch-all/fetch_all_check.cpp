// Checks <fetch_all.hpp>: yours, the solution, or a wrong answer.
//
// Nothing here measures time. The server answers no question before it has all
// of them: whoever asks one after the other never gets the first answer.
#include <fetch_all.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "untwist/testing/story.hpp"

using untwist::testing::remark;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

struct Answer {
    std::string question;
    std::string answer;  // "" throws
};
using Script = std::vector<Answer>;

std::string quoted(const std::string& text) { return '"' + text + '"'; }

// Knows all answers, and in which order it gives them: the next one when the
// thread that got the one before has ended.
class SlowServer : public std::enable_shared_from_this<SlowServer> {
  public:
    explicit SlowServer(Script inThisOrder)
        : answers_(std::move(inThisOrder)) {}

    Fetch fetch() {
        return [this](const std::string& question) { return ask(question); };
    }

    // All questions were asked before any was answered, and nobody is asking
    // any more.
    void expectAllAtOnceAndOver() {
        const std::scoped_lock lock(mutex_);
        if (gaveUp_) {
            throw StoryFailure(
                std::to_string(answers_.size()) +
                    " questions wait for their answers at the same time",
                std::to_string(asked_) +
                    ", and no more came while these waited");
        }
        if (waiting_ > 0) {
            throw StoryFailure("every thread is done when fetchAll is over",
                               std::to_string(waiting_) + " still at work");
        }
    }

  private:
    // Lives as long as the thread that it is local to.
    struct Delivery {
        std::shared_ptr<SlowServer> server;
        ~Delivery() {
            if (server) server->delivered();
        }
    };

    std::string ask(const std::string& question) {
        const auto place =
            std::ranges::find(answers_, question, &Answer::question) -
            answers_.begin();
        if (place == std::ssize(answers_)) {
            throw std::logic_error("this is no question: " + question);
        }
        std::unique_lock lock(mutex_);
        arrived(question);
        while (!gaveUp_ && !(allAsked() && turn_ == place && !delivering_)) {
            wait(lock);
        }
        --waiting_;
        if (gaveUp_) return "too late";
        ++turn_;
        delivering_ = true;
        thread_local Delivery delivery;
        delivery.server = shared_from_this();
        remark("the server answers " + quoted(question));
        const auto& answer = answers_[static_cast<std::size_t>(place)].answer;
        if (answer.empty()) throw std::runtime_error("no answer: " + question);
        return answer;
    }

    bool allAsked() const { return asked_ == answers_.size(); }

    void arrived(const std::string& question) {
        ++waiting_;
        if (gaveUp_) return;
        ++asked_;
        remark("the server gets " + quoted(question));
        changed_.notify_all();
    }

    // Gives up what has not come about for two seconds, which is long enough
    // for any thread to get going: more questions, or the end of a thread.
    void wait(std::unique_lock<std::mutex>& lock) {
        const auto before = asked_;
        const auto turn = turn_;
        const auto patience = std::chrono::seconds(2);
        if (changed_.wait_for(lock, patience) == std::cv_status::no_timeout ||
            asked_ != before || turn_ != turn) {
            return;
        }
        delivering_ = false;
        if (!allAsked() && !gaveUp_) {
            gaveUp_ = true;
            remark("no more questions come: the server gives up");
        }
        changed_.notify_all();
    }

    void delivered() {
        const std::scoped_lock lock(mutex_);
        delivering_ = false;
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    Script answers_;
    std::size_t asked_ = 0;
    std::size_t waiting_ = 0;
    std::ptrdiff_t turn_ = 0;  // whose answer is next
    bool delivering_ = false;  // a thread has its answer and goes on
    bool gaveUp_ = false;
};

std::shared_ptr<SlowServer> server(Script script) {
    return std::make_shared<SlowServer>(std::move(script));
}

// The server's message when a fetch threw; "" if none did.
std::string errorOf(SlowServer& slow,
                    const std::vector<std::string>& questions) {
    std::string error;
    try {
        fetchAll(questions, slow.fetch());
    } catch (const std::runtime_error& thrown) {
        error = thrown.what();
    }
    slow.expectAllAtOnceAndOver();
    return error;
}

void expectSame(const std::string& expected, const std::string& got) {
    if (expected != got) throw StoryFailure(expected, got);
}

std::string joined(const std::vector<std::string>& answers) {
    std::string text;
    for (const auto& answer : answers) {
        text += (text.empty() ? "" : ", ") + answer;
    }
    return text;
}

}  // namespace

TEST_CASE("one question gets its answer") {
    const auto slow = server({{"name?", "Ada"}});
    step("I call fetchAll with one question");
    const auto answers = fetchAll({"name?"}, slow->fetch());
    slow->expectAllAtOnceAndOver();
    expectSame("Ada", joined(answers));
}

TEST_CASE("no questions get no answers") {
    const auto slow = server({});
    step("I call fetchAll without a question");
    expectSame("", joined(fetchAll({}, slow->fetch())));
}

TEST_CASE("three questions wait at the same time") {
    const auto slow = server({{"one?", "1"}, {"two?", "2"}, {"three?", "3"}});
    step("I call fetchAll; the server answers when it has all 3 questions");
    const auto answers = fetchAll({"one?", "two?", "three?"}, slow->fetch());
    slow->expectAllAtOnceAndOver();
    expectSame("1, 2, 3", joined(answers));
}

TEST_CASE("the answers are in the order of the questions") {
    const auto slow = server({{"three?", "3"}, {"one?", "1"}, {"two?", "2"}});
    step("I call fetchAll; the last question is answered first");
    const auto answers = fetchAll({"one?", "two?", "three?"}, slow->fetch());
    slow->expectAllAtOnceAndOver();
    expectSame("1, 2, 3", joined(answers));
}

TEST_CASE("more questions than cores wait at the same time") {
    const auto count = std::thread::hardware_concurrency() + 8;
    std::vector<std::string> questions;
    Script known;
    for (unsigned i = 0; i < count; ++i) {
        questions.push_back("question " + std::to_string(i));
        known.push_back({questions.back(), "answer " + std::to_string(i)});
    }
    const auto slow = server(known);
    step("I call fetchAll with " + std::to_string(count) + " questions");
    const auto answers = fetchAll(questions, slow->fetch());
    slow->expectAllAtOnceAndOver();
    REQUIRE(answers.size() == count);
    expectSame(known.back().answer, answers.back());
}

TEST_CASE("a fetch that throws is told to the caller") {
    const auto slow = server({{"one?", "1"}, {"two?", ""}, {"three?", "3"}});
    step("I call fetchAll; the fetch of the second question throws");
    expectSame("no answer: two?", errorOf(*slow, {"one?", "two?", "three?"}));
}

TEST_CASE("of two errors, the first question's is told") {
    const auto slow = server({{"two?", ""}, {"one?", ""}, {"three?", ""}});
    step("I call fetchAll; two? throws first, then one?, then three?");
    expectSame("no answer: one?", errorOf(*slow, {"one?", "two?", "three?"}));
}
