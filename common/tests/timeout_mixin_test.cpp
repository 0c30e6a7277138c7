#include "untwist/timeout_mixin.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <stdexcept>

#include "untwist/line_receiver.hpp"
#include "untwist/testing/clock.hpp"
#include "untwist/testing/string_transport.hpp"

using std::chrono::seconds;
using untwist::Bytes;
using untwist::Duration;
using untwist::IReactorTime;
using untwist::TimeoutMixin;
using untwist::testing::Clock;
using untwist::testing::StringTransport;

namespace {

class Patient : public untwist::LineReceiver, public TimeoutMixin {
  public:
    explicit Patient(IReactorTime& reactor) : TimeoutMixin(reactor) {}
    int timedOut = 0;
    void lineReceived(Bytes /*line*/) override { resetTimeout(); }
    void timeoutConnection() override {
        ++timedOut;
        TimeoutMixin::timeoutConnection();
    }
};

struct Conn {
    Clock clock;
    std::shared_ptr<StringTransport> transport =
        std::make_shared<StringTransport>();
    std::shared_ptr<Patient> protocol = std::make_shared<Patient>(clock);

    Conn() { protocol->makeConnection(transport); }
};

}  // namespace

TEST_SUITE("timeout mixin") {
    TEST_CASE("a connection is closed when its time is up [P1]") {
        Conn conn;
        conn.protocol->setTimeout(seconds(10));
        conn.clock.advance(seconds(9));
        CHECK_FALSE(conn.transport->disconnecting());
        conn.clock.advance(seconds(1));
        CHECK(conn.transport->disconnecting());
    }

    TEST_CASE("without setTimeout nothing times out [P1]") {
        Conn conn;
        conn.protocol->resetTimeout();
        CHECK(conn.clock.getDelayedCalls().empty());
    }

    TEST_CASE("resetTimeout starts the period anew [P1]") {
        Conn conn;
        conn.protocol->setTimeout(seconds(10));
        for (int i = 0; i < 3; ++i) {
            conn.clock.advance(seconds(9));
            conn.protocol->dataReceived("still here\r\n");
        }
        CHECK(conn.protocol->timedOut == 0);
        conn.clock.advance(seconds(10));
        CHECK(conn.protocol->timedOut == 1);
    }

    TEST_CASE("it times out once [P1]") {
        Conn conn;
        conn.protocol->setTimeout(seconds(10));
        conn.clock.advance(seconds(10));
        conn.protocol->resetTimeout();
        conn.clock.advance(seconds(100));
        CHECK(conn.protocol->timedOut == 1);
        CHECK(conn.clock.getDelayedCalls().empty());
    }

    TEST_CASE("setTimeout returns the period before [P1]") {
        Conn conn;
        CHECK_FALSE(conn.protocol->setTimeout(seconds(10)));
        CHECK(conn.protocol->setTimeout(seconds(20)) == Duration(seconds(10)));
        CHECK(conn.protocol->setTimeout({}) == Duration(seconds(20)));
        CHECK_FALSE(conn.protocol->setTimeout({}));
    }

    TEST_CASE("setTimeout again replaces the time-out [P1]") {
        Conn conn;
        conn.protocol->setTimeout(seconds(10));
        conn.clock.advance(seconds(9));
        conn.protocol->setTimeout(seconds(5));
        conn.clock.advance(seconds(4));
        CHECK(conn.protocol->timedOut == 0);
        conn.clock.advance(seconds(1));
        CHECK(conn.protocol->timedOut == 1);
        conn.protocol->setTimeout(seconds(5));  // one more
        conn.clock.advance(seconds(5));
        CHECK(conn.protocol->timedOut == 2);
    }

    TEST_CASE("setTimeout with no period cancels [P1]") {
        Conn conn;
        conn.protocol->setTimeout(seconds(10));
        conn.protocol->setTimeout({});
        conn.clock.advance(seconds(100));
        CHECK(conn.protocol->timedOut == 0);
    }

    TEST_CASE("a time-out does not outlive its protocol [P1]") {
        Conn conn;
        conn.protocol->setTimeout(seconds(10));
        conn.protocol.reset();
        CHECK(conn.clock.getDelayedCalls().empty());
        conn.clock.advance(seconds(100));
        CHECK_FALSE(conn.transport->disconnecting());
    }

    TEST_CASE("a mixin without a protocol must say what to do [P1]") {
        Clock clock;
        TimeoutMixin alone(clock);
        alone.setTimeout(seconds(1));
        CHECK_THROWS_WITH_AS(clock.advance(seconds(1)),
                             doctest::Contains("override timeoutConnection"),
                             std::logic_error);
    }
}
