// For tests: connections made through a factory, with no reactor.
#pragma once

#include <memory>
#include <string>

#include "untwist/error.hpp"
#include "untwist/factory.hpp"
#include "untwist/testing/string_transport.hpp"

namespace untwist::test {

// One connection that `factory` is offered. It is lost at its end, at the
// latest: a wrapper and its protocol hold each other until then.
class Offered {
  public:
    explicit Offered(Factory& factory, const std::string& host = "10.1.1.1")
        : transport(
              std::make_shared<testing::StringTransport>(Address(host, 40000))),
          protocol(factory.buildProtocol(transport->getPeer())) {
        if (protocol) protocol->makeConnection(transport);
    }
    Offered(Offered&&) = default;
    Offered& operator=(Offered&&) = delete;
    ~Offered() { lose(); }

    bool accepted() const { return protocol != nullptr; }
    void lose() {
        if (!protocol) return;
        protocol->connectionLost(Failure(error::ConnectionDone()));
        protocol.reset();
    }

    std::shared_ptr<testing::StringTransport> transport;
    std::shared_ptr<Protocol> protocol;
};

}  // namespace untwist::test
