// Checks <knock.hpp>: yours, the solution, or a wrong answer.
#include <knock.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "../fake_connector.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::ConnectOptions;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

std::string written(const Ports& ports) {
    std::string all;
    for (const auto port : ports) all += ' ' + std::to_string(port);
    return all.empty() ? "none" : all.substr(1);
}

// A host at which the check decides what becomes of each attempt.
class Host : public untwist::IReactorTCP {
  public:
    ~Host() override {
        for (const auto& [port, connector] : connectors_) connector->forget();
    }

    void knockAt(const Ports& ports) {
        step("I knock at: " + written(ports));
        knock(*this, "192.0.2.1", ports, 2s, [this](const Ports& open) {
            told_ += (told_.empty() ? "" : ", and ") + written(open);
        });
    }

    // The attempt at this port, and what becomes of it.
    FakeConnector& port(std::uint16_t number) {
        const auto found = connectors_.find(number);
        if (found != connectors_.end()) return *found->second;
        throw StoryFailure("an attempt to reach port " + std::to_string(number),
                           "none");
    }

    void shouldHaveTold(std::string_view open) {
        step("the open ports should be told: " + std::string(open));
        const auto told = std::exchange(told_, "");
        if (told != open)
            throw StoryFailure(open, told.empty() ? "nothing" : told);
    }

    void shouldHaveToldNothing() {
        step("nothing should be told yet");
        if (!told_.empty()) throw StoryFailure("nothing", told_);
    }

    std::string timeouts;  // those that were asked for

    std::shared_ptr<untwist::Connector> connectTCP(
        std::string host, std::uint16_t port,
        std::shared_ptr<untwist::ClientFactory> factory,
        ConnectOptions options = {}) override {
        const auto connector = std::make_shared<FakeConnector>(
            std::move(factory), "port " + std::to_string(port),
            untwist::Connector::Destination{std::move(host), port});
        connectors_[port] = connector;
        timeouts += std::to_string(options.timeout / 1s) + " s ";
        connector->connect();
        return connector;
    }

    std::shared_ptr<untwist::Port> listenTCP(
        std::uint16_t /*port*/, std::shared_ptr<untwist::Factory> /*factory*/,
        untwist::ListenOptions /*options*/ = {}) override {
        throw StoryFailure("connectTCP", "listenTCP");
    }

  private:
    std::map<std::uint16_t, std::shared_ptr<FakeConnector>> connectors_;
    std::string told_;
};

}  // namespace

TEST_CASE("a port that lets you in is open") {
    Host host;
    host.knockAt({8000});
    host.port(8000).accept();
    host.shouldHaveTold("8000");
}

TEST_CASE("a port that refuses is closed") {
    Host host;
    host.knockAt({8000});
    host.port(8000).refuse();
    host.shouldHaveTold("none");
}

TEST_CASE("you leave as soon as you are let in") {
    Host host;
    host.knockAt({8000});
    auto& visit = host.port(8000);
    visit.accept();
    step("there should be no connection any more");
    CHECK(visit.state() == untwist::Connector::State::disconnected);
}

TEST_CASE("a port that lets you in and resets is open") {
    Host host;
    host.knockAt({8000, 8001});
    host.port(8000).acceptAndBreakDown();
    host.port(8001).refuse();
    host.shouldHaveTold("8000");
}

TEST_CASE("all attempts begin at once") {
    Host host;
    host.knockAt({8000, 8001, 8002});
    host.port(8002).refuse();
    host.port(8001).refuse();
    host.port(8000).refuse();
    host.shouldHaveTold("none");
}

TEST_CASE("it is told once, when the last one is over") {
    Host host;
    host.knockAt({8000, 8001, 8002});
    host.port(8000).accept();
    host.shouldHaveToldNothing();
    host.port(8001).refuse();
    host.shouldHaveToldNothing();
    host.port(8002).accept();
    host.shouldHaveTold("8000 8002");
}

TEST_CASE("the last one may be a closed one") {
    Host host;
    host.knockAt({8000, 8001});
    host.port(8000).accept();
    host.port(8001).refuse();
    host.shouldHaveTold("8000");
}

TEST_CASE("the open ports are told in the order of the question") {
    Host host;
    host.knockAt({8002, 8000, 8001});
    host.port(8000).accept();
    host.port(8001).accept();
    host.port(8002).accept();
    host.shouldHaveTold("8002 8000 8001");
}

TEST_CASE("each attempt is given the time that was asked for") {
    Host host;
    host.knockAt({8000, 8001});
    step("both should have been given 2 s");
    CHECK(host.timeouts == "2 s 2 s ");
}

TEST_CASE("who knocks at no port is told so at once") {
    Host host;
    host.knockAt({});
    host.shouldHaveTold("none");
}

TEST_CASE("two knocks at once know nothing of each other") {
    Host host;
    host.knockAt({8000, 8001});
    host.knockAt({9000});
    host.port(8000).accept();
    host.port(9000).refuse();
    host.shouldHaveTold("none");
    host.port(8001).accept();
    host.shouldHaveTold("8000 8001");
}
