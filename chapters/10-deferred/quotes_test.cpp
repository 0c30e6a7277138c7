// The quote client that chapters 10 to 12 share, against servers that are slow,
// silent, endless, or not there.
#include "quotes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "support/program.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Deferred;
using untwist::DelayedCall;
using untwist::Factory;
using untwist::LoopingCall;
using untwist::Protocol;
using untwist::Reactor;
using untwist::Result;
using untwist::Transport;
namespace error = untwist::error;

namespace {

// What the library logs meanwhile.
class Log {
  public:
    Log()
        : before_(untwist::log::setObserver(
              [this](std::string_view line) { text.append(line); })) {}
    ~Log() { untwist::log::setObserver(std::move(before_)); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    std::string text;

  private:
    untwist::log::Observer before_;
};

// Runs until `done` says so; it is asked again and again, but not for ever.
void runUntil(Reactor& reactor, const std::function<bool()>& done) {
    const auto end = reactor.seconds() + untwist::support::kPatience;
    bool isDone = false;
    LoopingCall asking(
        [&] {
            isDone = done();
            if (isDone || reactor.seconds() > end) reactor.crash();
        },
        reactor);
    asking.start(1ms, false);
    reactor.run();
    REQUIRE(isDone);
}

struct Outcome {
    explicit Outcome(const Deferred<std::string>& quote) {
        quote.addBoth([this](Result<std::string> r) { result = std::move(r); });
    }
    Outcome(const Outcome&) = delete;

    template <class E>
    bool isFailure() const {
        return result && !result->ok() && result->failure().check<E>();
    }

    std::optional<Result<std::string>> result;
};

Outcome& fetched(Reactor& reactor, Outcome& outcome) {
    runUntil(reactor, [&] { return outcome.result.has_value(); });
    return outcome;
}

// Does `onConnect` to whoever connects.
class Scripted : public Protocol {
  public:
    using Script = std::function<void(Transport&)>;
    explicit Scripted(Script onConnect) : onConnect_(std::move(onConnect)) {}
    void connectionMade() override { onConnect_(transport()); }

  private:
    Script onConnect_;
};

Address serve(Reactor& reactor, const Scripted::Script& onConnect) {
    return reactor.listenTCP(0, Factory::forProtocol<Scripted>(onConnect))
        ->getHost();
}

}  // namespace

TEST_CASE("a quote comes without its line end") {
    Reactor reactor;
    const auto server = serveQuote(reactor, "Measure twice.\r\n", 0s);
    Outcome quote(fetchQuote(reactor, server));
    CHECK(fetched(reactor, quote).result->value() == "Measure twice.");
}

TEST_CASE("a server that closes without a word has no quote") {
    Reactor reactor;
    Outcome quote(fetchQuote(reactor, serveQuote(reactor, "", 0s)));
    CHECK(fetched(reactor, quote).isFailure<NoQuote>());
    CHECK(quote.isFailure<QuoteError>());
    CHECK_FALSE(quote.isFailure<QuoteTooLong>());
}

TEST_CASE("a quote has less than 512 characters") {
    CHECK(asQuote(std::string(511, 'x')).size() == 511);
    CHECK_THROWS_AS(asQuote(std::string(512, 'x')), QuoteTooLong);
    CHECK_THROWS_AS(asQuote("\r\n"), NoQuote);
}

TEST_CASE("a server that goes on and on is hung up on") {
    Log log;
    Reactor reactor;
    Outcome quote(fetchQuote(reactor, serve(reactor, [](Transport& client) {
                                 client.write(std::string(1'000'000, 'x'));
                             })));
    CHECK(fetched(reactor, quote).isFailure<QuoteTooLong>());
    CHECK(log.text == "");
}

TEST_CASE("where nobody listens, the connection is refused") {
    Reactor reactor;
    Outcome quote(fetchQuote(reactor, nobody()));
    CHECK(fetched(reactor, quote).isFailure<error::ConnectionRefusedError>());
}

TEST_CASE("a connection that is reset is lost") {
    Reactor reactor;
    Outcome quote(fetchQuote(reactor, serve(reactor, [](Transport& client) {
                                 client.abortConnection();
                             })));
    CHECK(fetched(reactor, quote).isFailure<error::ConnectionLost>());
}

TEST_CASE("cancel fails it at once, and hangs up") {
    Log log;
    Reactor reactor;
    const auto server = serveQuote(reactor, "too late", 1h);
    const auto fetching = fetchQuote(reactor, server);
    Outcome quote(fetching);
    const auto serverWaits = [&] {
        const auto calls = reactor.getDelayedCalls();
        return std::ranges::any_of(calls, [&](const DelayedCall& call) {
            return call.getTime() > reactor.seconds() + 30min;
        });
    };
    runUntil(reactor, serverWaits);
    fetching.cancel();
    CHECK(quote.isFailure<error::CancelledError>());
    runUntil(reactor, [&] { return !serverWaits(); });  // its client is gone
    CHECK(log.text == "");
}

TEST_CASE("cancel before there is a connection stops the attempt") {
    Log log;
    Reactor reactor;
    const auto fetching = fetchQuote(reactor, serveQuote(reactor, "x", 0s));
    Outcome quote(fetching);
    fetching.cancel();
    CHECK(quote.isFailure<error::CancelledError>());
    int turns = 0;
    runUntil(reactor, [&] { return ++turns == 10; });
    CHECK(log.text == "");
}
