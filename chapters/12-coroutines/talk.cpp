// Chapter 12: a server that asks questions. The conversation is one function,
// read from top to bottom, although each line comes when it likes.
//
//   ./untwist run 12/talk    in one terminal
//   nc localhost 8000        in another; answer, or press Ctrl-C there
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Bytes;
using untwist::Deferred;
using untwist::Factory;
using untwist::Failure;
using untwist::LineReceiver;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;
namespace error = untwist::error;

namespace {

// #region lines
class Lines : public LineReceiver {
  public:
    Lines() : LineReceiver("\n") {}

    // The peer's next line. Fails when the connection is over.
    Deferred<std::string> line() {
        Deferred<std::string> next;
        if (!early_.empty()) {
            next.callback(std::move(early_.front()));
            early_.pop_front();
        } else if (over_) {
            next.errback(*over_);
        } else {
            waiting_ = next;
        }
        return next;
    }

    void lineReceived(Bytes line) override {
        if (!waiting_) {
            early_.emplace_back(line);
        } else {
            std::exchange(waiting_, {})->callback(std::string(line));
        }
    }

    void connectionLost(const Failure& reason) override {
        over_ = reason;
        if (waiting_) std::exchange(waiting_, {})->errback(reason);
    }

  private:
    std::deque<std::string> early_;  // came before anybody asked
    std::optional<Deferred<std::string>> waiting_;
    std::optional<Failure> over_;
};
// #endregion

// #region talk
// Keeps the protocol as long as the conversation lasts.
Deferred<void> talk(std::shared_ptr<Lines> peer, Reactor& reactor,
                    Address sage) {
    try {
        peer->sendLine("Who are you?");
        const auto name = co_await peer->line();
        peer->sendLine("A quote, " + name + "?");
        while (co_await peer->line() != "no") {
            peer->sendLine(co_await fetchQuote(reactor, sage));
            peer->sendLine("Another one?");
        }
        peer->sendLine("Goodbye, " + name + ".");
        peer->transport().loseConnection();
    } catch (const error::ConnectionClosed&) {
        say("somebody left without a goodbye");
    }
}
// #endregion

class Talker : public Lines {
  public:
    Talker(Reactor& reactor, const Address& sage)
        : reactor_(reactor), sage_(sage) {}

    void connectionMade() override {
        talk(std::static_pointer_cast<Lines>(shared_from_this()), reactor_,
             sage_);
    }

  private:
    Reactor& reactor_;
    Address sage_;
};

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        const auto sage = serveQuote(reactor, "Measure twice.\r\n", 100ms);
        const auto port = reactor.listenTCP(
            options.port(8000),
            Factory::forProtocol<Talker>(std::ref(reactor), sage),
            {.host = options.host()});
        sayListening(port->getHost());
    });
}
