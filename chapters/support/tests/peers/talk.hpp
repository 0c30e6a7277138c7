// For the tests with real peers: a client of ours, for as long as it is
// connected.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "support/program.hpp"
#include "untwist/untwist.hpp"

namespace untwist::support {

inline const std::string kDone = "untwist::error::ConnectionDone";

// Keeps what it hears.
class Listener : public Protocol {
  public:
    std::string heard;

    void dataReceived(Bytes data) override { heard += data; }
};

// Has said all when it begins to listen.
class HalfCloser : public Listener {
  public:
    void connectionMade() override {
        transport().write("pear\napple\nfig\n");
        transport().loseWriteConnection();
    }
};

// Hands out the one protocol that it is given, and ends the reactor with its
// connection.
class OneTalk : public ClientFactory {
  public:
    OneTalk(Reactor& reactor, std::shared_ptr<Protocol> protocol)
        : reactor_(reactor), protocol_(std::move(protocol)) {}

    std::string ending;

    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        return protocol_;
    }

    void clientConnectionFailed(Connector& /*connector*/,
                                const Failure& reason) override {
        end(reason);
    }

    void clientConnectionLost(Connector& /*connector*/,
                              const Failure& reason) override {
        end(reason);
    }

  private:
    void end(const Failure& reason) {
        ending = reason.type();
        reactor_.stop();
    }

    Reactor& reactor_;
    std::shared_ptr<Protocol> protocol_;
};

// Connects `protocol` to a server on this machine, and runs until that is over:
// the type of the reason. After kPatience, it is over.
inline std::string talk(std::uint16_t port,
                        std::shared_ptr<Protocol> protocol) {
    Reactor reactor;
    auto factory = std::make_shared<OneTalk>(reactor, std::move(protocol));
    auto connector = reactor.connectTCP("127.0.0.1", port, factory);
    reactor.callLater(kPatience, [connector] { connector->disconnect(); });
    reactor.run();
    return factory->ending;
}

}  // namespace untwist::support
