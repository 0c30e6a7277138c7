// Chapter 5: a server that says hello, and a client that says it back.
//
//   ./untwist run 5                  both, in one program
//
//   ./untwist run 5 --server         or each in a terminal of its own
//   ./untwist run 5 --client         with no server there, it says so
#include <functional>
#include <memory>

#include "support/chapter.hpp"

using untwist::Address;
using untwist::Bytes;
using untwist::ClientFactory;
using untwist::Connector;
using untwist::escaped;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// #region protocols
// Both take one read for a whole greeting. A read is not a message, and
// chapter 9 does it properly.
class ServerSide : public Protocol {
    void connectionMade() override { transport().write("Hello, client!\r\n"); }

    void dataReceived(Bytes data) override {
        say("server: heard \"" + escaped(data) + '"');
        transport().loseConnection();
    }
};

class ClientSide : public Protocol {
    void dataReceived(Bytes data) override {
        say("client: heard \"" + escaped(data) + '"');
        transport().write("Hello, server!\r\n");
    }

    void connectionLost(const Failure& reason) override {
        say("client: connectionLost: " + reason.getErrorMessage());
    }
};
// #endregion

// #region factory
class HelloFactory : public ClientFactory {
  public:
    std::function<void(int code)> atTheEnd = [](int /*code*/) {};

    void startedConnecting(Connector& /*connector*/) override {
        say("factory: startedConnecting");
    }

    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override {
        say("factory: buildProtocol for " + peer.toString());
        return std::make_shared<ClientSide>();
    }

    void clientConnectionFailed(Connector& /*connector*/,
                                const Failure& reason) override {
        say("factory: clientConnectionFailed: " + reason.getErrorMessage());
        atTheEnd(1);
    }

    void clientConnectionLost(Connector& /*connector*/,
                              const Failure& reason) override {
        say("factory: clientConnectionLost: " + reason.getErrorMessage());
        atTheEnd(0);
    }
};
// #endregion

}  // namespace

// #region main
int main(int argc, char** argv) {
    bool server = false;
    bool client = false;
    Options own;
    own.flag("--server", &server, "only the server");
    own.flag("--client", &client, "only the client");
    int exitCode = 0;
    const auto factory = std::make_shared<HelloFactory>();

    const auto setUp = [&](Reactor& reactor, const Options& options) {
        auto number = options.port(9001);
        if (server || !client) {
            auto port =
                reactor.listenTCP(number, Factory::forProtocol<ServerSide>(),
                                  {.host = options.host()});
            number = port->getHost().port();
            sayListening(port->getHost());
        } else {
            factory->atTheEnd = [&](int code) {
                if (!reactor.running()) return;  // Ctrl-C was faster
                exitCode = code;
                reactor.stop();
            };
        }
        if (server && !client) return;
        reactor.connectTCP(options.host(), number, factory);
        say("main: connectTCP has returned");
    };
    const int failed = chapter(argc, argv, own, setUp);
    return failed ? failed : exitCode;
}
// #endregion
