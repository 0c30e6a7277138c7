// Chapter 7: an echo server for at most 100 clients. One more is told so and
// sent away. Who does not finish a line in a minute is cut off.
//
//   ./untwist run 7                        in one terminal
//   nc localhost 8000                      in another
//   ./untwist run 7/crowd --clients 101    instead: they come by the hundred
//
//   ./untwist run 7 --most 3 --patience 5s             smaller, and stricter
#include <memory>
#include <string>

#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Bytes;
using untwist::Duration;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::TimeoutMixin;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// #region echo
class Echo : public Protocol, public TimeoutMixin {
  public:
    Echo(Reactor& reactor, Duration patience, int& connections)
        : TimeoutMixin(reactor),
          patience_(patience),
          connections_(connections) {}

  private:
    void connectionMade() override {
        ++connections_;
        setTimeout(patience_);
    }

    void dataReceived(Bytes data) override {
        if (data.find('\n') != Bytes::npos) resetTimeout();
        transport().write(data);
    }

    void timeoutConnection() override {
        say("cut off: " + transport().getPeer().toString());
        transport().abortConnection();
    }

    void connectionLost(const Failure& /*reason*/) override { --connections_; }

    Duration patience_;
    int& connections_;  // the factory's, which outlives us
};
// #endregion

// #region refusal
class Refusal : public Protocol {
    void connectionMade() override {
        transport().write("Too many connections, try later\r\n");
        transport().loseConnection();
    }
};
// #endregion

// #region factory
class LimitedEcho : public Factory {
  public:
    LimitedEcho(Reactor& reactor, int most, Duration patience)
        : reactor_(reactor), most_(most), patience_(patience) {}

    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override {
        if (connections_ < most_) {
            return std::make_shared<Echo>(reactor_, patience_, connections_);
        }
        say("sent away: " + peer.toString());
        return std::make_shared<Refusal>();
    }

  private:
    Reactor& reactor_;
    int most_;
    Duration patience_;
    int connections_ = 0;  // that are served now
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    int most = 100;
    Duration patience = 60s;
    Options own("Chapter 7: an echo server for a limited number of clients");
    own.add("--most", &most, "how many clients are served at a time", 0,
            1'000'000);
    own.add("--patience", &patience, "how long a client may take for a line",
            1ms, 3600s);
    return chapter(
        argc, argv, own, [&](Reactor& reactor, const Options& options) {
            auto port = reactor.listenTCP(
                options.port(8000),
                std::make_shared<LimitedEcho>(reactor, most, patience),
                {.host = options.host()});
            sayListening(port->getHost());
        });
}
