// Chapter 5, broken on purpose: a client that does not notice that there is no
// server.
//
//   ./untwist run 5 --server         with this in another terminal it works
//   ./untwist run 5/broken           without, it waits for ever
#include <chrono>

#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Bytes;
using untwist::ClientFactory;
using untwist::escaped;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

// #region client
class Listener : public Protocol {
  public:
    explicit Listener(Reactor* reactor) : reactor_(reactor) {}

  private:
    void dataReceived(Bytes data) override {
        say("heard \"" + escaped(data) + '"');
        transport().loseConnection();
    }

    // Whatever happens, the connection ends, and then so do we.
    void connectionLost(const Failure& reason) override {
        say("over: " + reason.getErrorMessage());
        if (reactor_->running()) reactor_->stop();
    }

    Reactor* reactor_;
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        const auto port = options.port(9001);
        say("connecting to " + options.host() + ":" + std::to_string(port));
        reactor.connectTCP(options.host(), port,
                           ClientFactory::forProtocol<Listener>(&reactor));
        reactor.callLater(1s, [] { say("1 s later, and still waiting"); });
    });
}
