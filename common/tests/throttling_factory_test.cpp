#include "untwist/throttling_factory.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "support/log_capture.hpp"
#include "support/probe.hpp"
#include "support/wrapped.hpp"
#include "untwist/testing/clock.hpp"

using std::chrono::milliseconds;
using std::chrono::seconds;
using untwist::ThrottlingFactory;
using untwist::ThrottlingOptions;
using untwist::test::Offered;
using untwist::test::Probe;
using untwist::test::ProbeFactory;
using untwist::testing::Clock;
using State = untwist::testing::StringTransport::ProducerState;

namespace {

struct Throttled {
    Clock clock;
    std::shared_ptr<ProbeFactory> inner = std::make_shared<ProbeFactory>();
    std::shared_ptr<ThrottlingFactory> factory;

    explicit Throttled(ThrottlingOptions options)
        : factory(std::make_shared<ThrottlingFactory>(clock, inner, options)) {}
    Probe& probe() const { return *inner->built.back(); }
};

bool isPaused(const Offered& conn) {
    return conn.transport->producerState() == State::paused;
}

class Producer : public untwist::IProducer {
  public:
    int paused = 0;
    int resumed = 0;
    int stopped = 0;
    std::function<void()> onPause;
    void pauseProducing() override {
        ++paused;
        if (onPause) onPause();
    }
    void resumeProducing() override { ++resumed; }
    void stopProducing() override { ++stopped; }
};

// A connection whose protocol has a producer, and writes 30 bytes in its first
// second where 10 a second are allowed.
struct Writing {
    Throttled throttled{{.writeLimit = 10}};
    Offered conn{*throttled.factory};
    std::shared_ptr<Producer> producer = std::make_shared<Producer>();

    explicit Writing(bool streaming) {
        transport().registerProducer(producer, streaming);
        transport().write(std::string(20, 'x'));
        const std::array<untwist::Bytes, 2> pieces{"12345", "67890"};
        transport().writeSequence(pieces);
    }
    Clock& clock() { return throttled.clock; }
    untwist::Transport& transport() { return throttled.probe().transport(); }
    untwist::IProducer& registered() { return *conn.transport->producer(); }
};

}  // namespace

TEST_SUITE("throttling factory: connections and reads") {
    TEST_CASE("connections beyond the limit are refused [P2]") {
        const Throttled throttled({.maxConnectionCount = 1});
        Offered one(*throttled.factory);
        CHECK(throttled.factory->connectionCount() == 1);
        CHECK_FALSE(Offered(*throttled.factory).accepted());
        one.lose();
        CHECK(Offered(*throttled.factory).accepted());
    }

    TEST_CASE("a limit of zero is refused [P2]") {
        CHECK_THROWS_AS(Throttled({.readLimit = 0}), std::invalid_argument);
        CHECK_THROWS_AS(Throttled({.writeLimit = 0}), std::invalid_argument);
    }

    TEST_CASE("who reads too much waits until it would have been right [P2]") {
        Throttled throttled({.readLimit = 10});
        const Offered one(*throttled.factory);
        const Offered two(*throttled.factory);
        one.protocol->dataReceived("1234567890");
        two.protocol->dataReceived("12345");
        CHECK(throttled.probe().data == "12345");
        throttled.clock.advance(milliseconds(999));
        CHECK_FALSE(isPaused(one));
        throttled.clock.advance(milliseconds(1));  // 15 bytes: half a second
        CHECK(isPaused(one));
        CHECK(isPaused(two));
        throttled.clock.advance(milliseconds(499));
        CHECK(isPaused(one));
        throttled.clock.advance(milliseconds(1));
        CHECK_FALSE(isPaused(one));
        CHECK_FALSE(isPaused(two));
    }

    TEST_CASE("each second counts by itself [P2]") {
        Throttled throttled({.readLimit = 10});
        const Offered one(*throttled.factory);
        for (int second = 0; second < 5; ++second) {
            one.protocol->dataReceived("1234567890");  // the limit, exactly
            throttled.clock.advance(seconds(1));
            CHECK_FALSE(isPaused(one));
        }
        one.protocol->dataReceived("12345678901");
        throttled.clock.advance(seconds(1));
        CHECK(isPaused(one));
    }

    TEST_CASE("a connection made meanwhile waits as well [P2]") {
        Throttled throttled({.readLimit = 10});
        const Offered one(*throttled.factory);
        one.protocol->dataReceived(std::string(100, 'x'));
        throttled.clock.advance(seconds(1));
        const Offered two(*throttled.factory);
        CHECK(isPaused(two));
        throttled.clock.advance(seconds(9));
        CHECK_FALSE(isPaused(two));
    }

    TEST_CASE("what the protocol paused itself stays paused [P2]") {
        Throttled throttled({.readLimit = 10});
        const Offered one(*throttled.factory);
        one.protocol->dataReceived(std::string(20, 'x'));
        throttled.probe().transport().pauseProducing();
        throttled.clock.advance(seconds(1));
        throttled.clock.advance(seconds(1));
        CHECK(isPaused(one));
        throttled.probe().transport().resumeProducing();
        CHECK_FALSE(isPaused(one));
    }

    TEST_CASE("and the protocol cannot resume what is throttled [P2]") {
        Throttled throttled({.readLimit = 10});
        const Offered one(*throttled.factory);
        one.protocol->dataReceived(std::string(30, 'x'));
        throttled.clock.advance(seconds(1));
        throttled.probe().transport().resumeProducing();
        CHECK(isPaused(one));
        throttled.clock.advance(seconds(2));
        CHECK_FALSE(isPaused(one));
    }

    TEST_CASE("without connections there are no timers [P2]") {
        Throttled throttled({.readLimit = 10, .writeLimit = 10});
        CHECK(throttled.clock.getDelayedCalls().empty());
        Offered one(*throttled.factory);
        one.protocol->dataReceived(std::string(30, 'x'));
        throttled.clock.advance(seconds(1));
        CHECK(throttled.clock.getDelayedCalls().size() == 3);
        one.lose();
        CHECK(throttled.clock.getDelayedCalls().empty());
    }

    TEST_CASE("without limits nothing is ever held [P2]") {
        Throttled throttled({});
        const Offered one(*throttled.factory);
        one.protocol->dataReceived(std::string(1000, 'x'));
        CHECK(throttled.clock.getDelayedCalls().empty());
    }
}

TEST_SUITE("throttling factory: writes") {
    TEST_CASE("who writes too much has its producer paused [P2]") {
        Writing writing(true);
        writing.clock().advance(seconds(1));  // 30 bytes: two seconds more
        CHECK(writing.producer->paused == 1);
        writing.clock().advance(milliseconds(1999));
        CHECK(writing.producer->resumed == 0);
        writing.clock().advance(milliseconds(1));
        CHECK(writing.producer->resumed == 1);
        CHECK(writing.conn.transport->value().size() == 30);
    }

    TEST_CASE("what the transport paused stays paused [P2]") {
        Writing writing(true);
        writing.registered().pauseProducing();
        writing.clock().advance(seconds(1));
        writing.clock().advance(seconds(2));
        CHECK(writing.producer->resumed == 0);
        writing.registered().resumeProducing();
        CHECK(writing.producer->resumed == 1);
    }

    TEST_CASE("and the transport cannot resume what is throttled [P2]") {
        Writing writing(true);
        writing.clock().advance(seconds(1));
        writing.registered().pauseProducing();
        writing.registered().resumeProducing();
        CHECK(writing.producer->resumed == 0);
        writing.clock().advance(seconds(2));
        CHECK(writing.producer->resumed == 1);
    }

    TEST_CASE("a pull producer is asked later, and once [P2]") {
        Writing writing(false);
        writing.registered().resumeProducing();
        CHECK(writing.producer->resumed == 1);
        writing.clock().advance(seconds(1));
        writing.registered().resumeProducing();
        CHECK(writing.producer->resumed == 1);
        writing.clock().advance(seconds(2));
        CHECK(writing.producer->resumed == 2);
        writing.transport().write(std::string(20, 'x'));
        writing.clock().advance(seconds(1));
        writing.clock().advance(seconds(1));
        CHECK(writing.producer->resumed == 2);
        CHECK(writing.producer->paused == 0);
    }

    TEST_CASE("a producer registered meanwhile waits as well [P2]") {
        Writing writing(true);
        writing.clock().advance(seconds(1));
        writing.transport().unregisterProducer();
        const auto late = std::make_shared<Producer>();
        writing.transport().registerProducer(late, true);
        CHECK(late->paused == 1);
        writing.clock().advance(seconds(2));
        CHECK(late->resumed == 1);
        CHECK(writing.producer->resumed == 0);
    }

    TEST_CASE("a second producer is refused, the first one stays [P2]") {
        Writing writing(true);
        const auto second = std::make_shared<Producer>();
        CHECK_THROWS_AS(writing.transport().registerProducer(second, true),
                        std::logic_error);
        writing.clock().advance(seconds(1));
        CHECK(writing.producer->paused == 1);
        CHECK(second->paused == 0);
    }

    TEST_CASE("writing on while it is held makes it longer [P2]") {
        Writing writing(true);
        writing.clock().advance(seconds(1));  // held until 3 s
        writing.transport().write(std::string(50, 'x'));
        writing.clock().advance(seconds(1));  // now until 6 s
        writing.clock().advance(milliseconds(3999));
        CHECK(writing.producer->resumed == 0);
        writing.clock().advance(milliseconds(1));
        CHECK(writing.producer->resumed == 1);
    }

    TEST_CASE("a producer that throws ends its own connection only [P2]") {
        untwist::test::LogCapture log;
        Writing writing(true);
        Offered other(*writing.throttled.factory);
        const auto second = std::make_shared<Producer>();
        writing.transport().registerProducer(second, true);
        writing.producer->onPause = [] {
            throw std::runtime_error("no pause for me");
        };
        writing.clock().advance(seconds(1));
        CHECK(writing.conn.transport->disconnected());
        CHECK(second->paused == 1);
        CHECK_FALSE(other.transport->disconnected());
        CHECK(log.has("no pause for me"));
    }

    TEST_CASE("after the loss the transport is inert, factory or not [P2]") {
        std::shared_ptr<Probe> probe;
        {
            const Writing writing(true);
            probe = writing.throttled.inner->built.back();
        }
        CHECK(probe->closed == 1);
        probe->transport().write("into the void");
        const auto producer = std::make_shared<Producer>();
        probe->transport().registerProducer(producer, true);
        CHECK(producer->stopped == 1);
    }

    TEST_CASE("the transport's stopProducing reaches the producer [P2]") {
        Writing writing(true);
        writing.registered().stopProducing();
        CHECK(writing.producer->stopped == 1);
    }
}
