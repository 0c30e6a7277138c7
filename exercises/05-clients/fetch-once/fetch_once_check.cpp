// Checks <fetch_once.hpp>: yours, the solution, or a wrong answer.
#include <fetch_once.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "../fake_connector.hpp"
#include "untwist/testing/story.hpp"

using untwist::Bytes;
using untwist::Failure;
using untwist::testing::quoted;
using untwist::testing::remark;
using untwist::testing::startStory;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

// Somebody who waits for a text.
class Reader {
  public:
    std::shared_ptr<FetchOnce> factory() {
        return std::make_shared<FetchOnce>(
            [this](const std::string& text) { hear("text " + quoted(text)); },
            [this](const Failure& reason) {
                const auto type = reason.type();
                hear(type.substr(type.rfind(':') + 1));
            });
    }

    // Was that told since the last time, and nothing else?
    void shouldHaveHeard(std::string_view expected) {
        step("I should have been told: " + std::string(expected));
        const auto heard = std::exchange(heard_, "");
        if (heard == expected) return;
        throw StoryFailure(expected, heard.empty() ? "nothing" : heard);
    }

    void shouldHaveHeardNothing() {
        step("I should have been told nothing yet");
        if (!heard_.empty()) throw StoryFailure("nothing", heard_);
    }

  private:
    void hear(const std::string& what) {
        remark("I am told: " + what);
        heard_ += (heard_.empty() ? "" : ", and ") + what;
    }

    std::string heard_;
};

// A reader, and the attempt to get a text for it.
struct Try {
    Reader reader;
    std::shared_ptr<FetchOnce> factory = reader.factory();
    std::shared_ptr<FakeConnector> connector =
        FakeConnector::connecting(factory).lock();
};

}  // namespace

TEST_CASE("the text is told when the server has closed") {
    Try fetch;
    fetch.connector->accept();
    fetch.connector->say("It is more complicated than you think.\r\n");
    fetch.reader.shouldHaveHeardNothing();
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard(
        "text \"It is more complicated than you think.\\r\\n\"");
}

TEST_CASE("the text may come in pieces") {
    Try fetch;
    fetch.connector->accept();
    for (const Bytes piece : {"It ", "is", " m", "ore", "\r", "\n"}) {
        fetch.connector->say(piece);
    }
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard("text \"It is more\\r\\n\"");
}

TEST_CASE("an empty text is a text") {
    Try fetch;
    fetch.connector->accept();
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard("text \"\"");
}

TEST_CASE("a text may hold any byte") {
    using std::string_literals::operator""s;
    Try fetch;
    fetch.connector->accept();
    fetch.connector->say("a\0"s);
    fetch.connector->say("\xff"s);
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard("text " + quoted("a\0\xff"s));
}

TEST_CASE("an attempt that fails is told") {
    Try fetch;
    fetch.connector->refuse();
    fetch.reader.shouldHaveHeard("ConnectionRefusedError");
}

TEST_CASE("a connection that breaks is told as a failure, and only that") {
    Try fetch;
    fetch.connector->accept();
    fetch.connector->say("It is mo");
    fetch.connector->breakDown();
    fetch.reader.shouldHaveHeard("ConnectionLost");
}

TEST_CASE("nothing is tried again") {
    Try fetch;
    fetch.connector->refuse();
    step("there should have been one attempt, and no other");
    CHECK(fetch.connector->attempts == 1);

    startStory();
    Try lost;
    lost.connector->accept();
    lost.connector->breakDown();
    step("there should have been one attempt, and no other");
    CHECK(lost.connector->attempts == 1);
}

TEST_CASE("a second fetch knows nothing of the first") {
    Try fetch;
    fetch.connector->accept();
    fetch.connector->say("It is mo");
    fetch.connector->breakDown();
    fetch.reader.shouldHaveHeard("ConnectionLost");
    step("I ask again, with the same FetchOnce");
    fetch.connector->connect();
    fetch.connector->accept();
    fetch.connector->say("Pigs fly.");
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard("text \"Pigs fly.\"");
}

TEST_CASE("two fetches at once do not mix") {
    Try fetch;
    step("I ask a second server at the same time, with the same FetchOnce");
    const auto other =
        FakeConnector::connecting(fetch.factory, "the second server").lock();
    fetch.connector->accept();
    other->accept();
    fetch.connector->say("one ");
    other->say("two ");
    fetch.connector->say("one");
    other->say("two");
    other->hangUp();
    fetch.reader.shouldHaveHeard("text \"two two\"");
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard("text \"one one\"");
}

TEST_CASE("after a failure a text may still come, when I ask again") {
    Try fetch;
    fetch.connector->refuse();
    fetch.reader.shouldHaveHeard("ConnectionRefusedError");
    step("I ask again, with the same FetchOnce");
    fetch.connector->connect();
    fetch.connector->accept();
    fetch.connector->say("Pigs fly.");
    fetch.connector->hangUp();
    fetch.reader.shouldHaveHeard("text \"Pigs fly.\"");
}
