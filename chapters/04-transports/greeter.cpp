// Chapter 4: greets each client by its address, and tells it ours.
//
//   ./untwist run 4/greeter  in one terminal
//   nc localhost 8000        in another; press Enter and it says goodbye
#include <array>
#include <string>

#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// #region protocol
class SimpleProtocol : public Protocol {
    void connectionMade() override {
        const std::string peer = transport().getPeer().toString();
        const std::string host = transport().getHost().toString();
        say("connected: " + peer + " to " + host);
        const std::array<Bytes, 5> greeting{"Hello, ", peer,
                                            "!\r\nYou have reached ", host,
                                            ". Press Enter to leave.\r\n"};
        transport().writeSequence(greeting);
    }

    void dataReceived(Bytes /*data*/) override {
        transport().write("Goodbye!\r\n");
        transport().loseConnection();
    }

    void connectionLost(const Failure& reason) override {
        transport().write("Still there?\r\n");  // goes nowhere: it is over
        say("over: " + transport().getPeer().toString() + ", " +
            reason.getErrorMessage());
    }
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(options.port(8000),
                                      Factory::forProtocol<SimpleProtocol>(),
                                      {.host = options.host()});
        sayListening(port->getHost());
    });
}
