// Checks <hang_up.hpp>: yours, the solution, or a wrong answer.
#include <hang_up.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "untwist/testing/story.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::testing::quoted;
using untwist::testing::remark;
using untwist::testing::step;
using untwist::testing::StringTransport;
namespace error = untwist::error;

namespace {

// A client, two servers, and the relay between them.
class Scene {
  public:
    Scene()
        : before_(untwist::log::setObserver([this](std::string_view message) {
              remark("the log says: " +
                     std::string(message.substr(0, message.find('\n'))));
              log_ += message;
          })) {
        step("a client connects to a relay for the servers sage and elder");
        const std::vector<std::string> servers{"sage", "elder"};
        relay_ = std::make_shared<Relay>(
            servers, [this](const std::string& name) { return ask(name); });
        watch_ = relay_;
        relay_->makeConnection(client_);
    }
    ~Scene() { untwist::log::setObserver(std::move(before_)); }
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    void answers(const std::string& quote) {
        step(asked_.back() + " answers \"" + quote + '"');
        question().callback(quote);
    }

    void fails() {
        step(asked_.back() + " fails");
        question().errback(Failure(std::runtime_error("I have none")));
    }

    // As the reactor does: the last call, then nobody keeps the relay.
    void leaves() {
        step("the client leaves: connectionLost, and the relay is let go");
        std::exchange(relay_, nullptr)
            ->connectionLost(Failure(error::ConnectionDone()));
        hungUpInTime_ = hungUp_;
    }

    std::string asked() const {
        std::string all;
        for (const auto& name : asked_) all += (all.empty() ? "" : " ") + name;
        return all;
    }
    std::string sent() const { return client_->value(); }
    bool closed() const { return client_->disconnecting(); }
    bool hungUp() const { return hungUp_; }
    bool hungUpInTime() const { return hungUpInTime_; }
    bool relayIsAlive() const { return !watch_.expired(); }

    // What was logged, when nobody holds any of it any more.
    const std::string& logged() {
        step("everything is over; I look for errors that nobody handled");
        questions_.clear();
        return log_;
    }

  private:
    Deferred<std::string> ask(const std::string& name) {
        remark(name + " is asked");
        asked_.push_back(name);
        questions_.emplace_back([this, name](const auto&) {
            remark("somebody hangs up on " + name);
            hungUp_ = true;
        });
        return questions_.back();
    }

    Deferred<std::string> question() { return questions_.back(); }

    untwist::log::Observer before_;
    std::string log_;
    std::shared_ptr<StringTransport> client_ =
        std::make_shared<StringTransport>();
    std::vector<std::string> asked_;
    std::vector<Deferred<std::string>> questions_;
    bool hungUp_ = false;
    bool hungUpInTime_ = false;
    std::shared_ptr<Relay> relay_;
    std::weak_ptr<Relay> watch_;
};

}  // namespace

TEST_CASE("the client is sent the quote, and the connection is closed") {
    Scene scene;
    CHECK(scene.asked() == "sage");
    CHECK(quoted(scene.sent()) == quoted(""));
    scene.answers("Measure twice.");
    CHECK(quoted(scene.sent()) == quoted("Measure twice.\r\n"));
    CHECK(scene.closed());
}

TEST_CASE("if a server fails, the next is asked") {
    Scene scene;
    scene.fails();
    CHECK(scene.asked() == "sage elder");
    scene.answers("Haste makes waste.");
    CHECK(quoted(scene.sent()) == quoted("Haste makes waste.\r\n"));
}

TEST_CASE("if all fail, the client hears that") {
    Scene scene;
    scene.fails();
    scene.fails();
    CHECK(quoted(scene.sent()) == quoted("sorry\r\n"));
    CHECK(scene.closed());
}

TEST_CASE("who leaves is the end of the question") {
    for (const std::string asked : {"sage", "sage elder"}) {
        untwist::testing::startStory();
        Scene scene;
        if (asked != "sage") scene.fails();
        scene.leaves();
        CHECK(scene.hungUpInTime());
        CHECK(scene.asked() == asked);
        CHECK(quoted(scene.sent()) == quoted(""));
    }
}

TEST_CASE("an answer that comes after all touches nothing") {
    Scene scene;
    scene.leaves();
    if (!scene.hungUp()) scene.answers("Measure twice.");
    CHECK(quoted(scene.sent()) == quoted(""));
    CHECK(scene.asked() == "sage");
}

TEST_CASE("a relay without a client is not kept") {
    Scene scene;
    scene.leaves();
    CHECK_FALSE(scene.relayIsAlive());
}

TEST_CASE("nothing happens when a connection ends after its quote") {
    Scene scene;
    scene.answers("Measure twice.");
    scene.leaves();
    CHECK_FALSE(scene.hungUp());
    CHECK(scene.asked() == "sage");
    CHECK_FALSE(scene.relayIsAlive());
    CHECK(scene.logged() == "");
}

TEST_CASE("no error is left unhandled") {
    Scene scene;
    scene.leaves();
    CHECK(scene.logged() == "");
}
