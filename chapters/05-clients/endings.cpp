// Chapter 5: a client goes to six places, and gets what it wants in none.
//
//   ./untwist run 5/endings          takes a second: one of them never answers
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "support/chapter.hpp"
#include "unfriendly_port.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Bytes;
using untwist::ClientFactory;
using untwist::Connector;
using untwist::Duration;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

// #region servers
class HangsUp : public Protocol {
    void dataReceived(Bytes /*data*/) override { transport().loseConnection(); }
};

class Resets : public Protocol {
    void dataReceived(Bytes /*data*/) override {
        transport().abortConnection();
    }
};
// #endregion

void tell(const std::string& call, const Failure& reason) {
    const auto type = reason.type();
    say("    " + call + ": " + type.substr(type.rfind(':') + 1));
}

// #region client
class Visitor : public Protocol {
    void connectionMade() override {
        say("    protocol: connectionMade");
        transport().write("hello\r\n");
    }
    void connectionLost(const Failure& reason) override {
        tell("protocol: connectionLost", reason);
    }
};

class VisitorFactory : public ClientFactory {
  public:
    explicit VisitorFactory(std::function<void()> over)
        : over_(std::move(over)) {}

    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        return std::make_shared<Visitor>();
    }
    void clientConnectionFailed(Connector& /*connector*/,
                                const Failure& reason) override {
        tell("factory: clientConnectionFailed", reason);
        over_();
    }
    void clientConnectionLost(Connector& /*connector*/,
                              const Failure& reason) override {
        tell("factory: clientConnectionLost", reason);
        over_();
    }

  private:
    std::function<void()> over_;
};
// #endregion

// #region visit
struct Place {
    std::string what;
    std::string host;
    std::uint16_t port;
    Duration timeout = 30s;
};

// One after the other: the end of each is what begins the next.
void visit(Reactor& reactor, std::deque<Place> places) {
    if (!reactor.running()) return;  // Ctrl-C
    if (places.empty()) return reactor.stop();
    const Place place = places.front();
    places.pop_front();
    say(place.what);
    auto factory = std::make_shared<VisitorFactory>(
        [&reactor, places] { visit(reactor, places); });
    reactor.connectTCP(place.host, place.port, factory,
                       {.timeout = place.timeout});
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    std::optional<UnfriendlyPort> refuses;
    std::optional<UnfriendlyPort> ignores;
    return chapter(argc, argv, [&](Reactor& reactor, const Options&) {
        refuses.emplace(UnfriendlyPort::Manner::refuses);
        ignores.emplace(UnfriendlyPort::Manner::ignores);
        const auto serve = [&reactor](const std::shared_ptr<Factory>& factory) {
            return reactor.listenTCP(0, factory)->getHost().port();
        };
        // TCP speaks to one host at a time. 255.255.255.255 means all of them,
        // and the system knows no way there.
        const std::string local = "127.0.0.1";
        const std::deque<Place> places{
            {"a port where nobody listens", local, refuses->number()},
            {"an address to which there is no way", "255.255.255.255", 9001},
            {"a host whose name nobody knows", "no-such-host.invalid", 9001},
            {"a server that never answers", local, ignores->number(), 1s},
            {"a server that hangs up", local,
             serve(Factory::forProtocol<HangsUp>())},
            {"a server that resets", local,
             serve(Factory::forProtocol<Resets>())}};
        reactor.callWhenRunning([&reactor, places] { visit(reactor, places); });
    });
}
