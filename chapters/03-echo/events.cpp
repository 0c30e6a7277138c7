// Chapter 3: prints each call that a protocol gets, and why its connection
// ended.
//
//   ./untwist run 3/events   in one terminal
//   nc localhost 8000        in another; type "lose", "abort" or "throw", or
//                            press Ctrl-C on either side
#include <memory>
#include <stdexcept>
#include <string>

#include "support/chapter.hpp"

using untwist::Address;
using untwist::Bytes;
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

// #region protocol
class Events : public Protocol {
  public:
    explicit Events(int number)
        : name_("connection " + std::to_string(number) + ": ") {}

    void connectionMade() override { say(name_ + "connectionMade"); }

    void dataReceived(Bytes data) override {
        say(name_ + "dataReceived \"" + escaped(data) + '"');
        // A word could come in two reads: chapter 9 is about that.
        if (data == "lose\n") transport().loseConnection();
        if (data == "abort\n") transport().abortConnection();
        if (data == "throw\n") throw std::runtime_error("as you wish");
    }

    void connectionLost(const Failure& reason) override {
        say(name_ + "connectionLost, " + reason.type() + ": " +
            reason.getErrorMessage());
    }

  private:
    std::string name_;
};
// #endregion

// #region factory
class EventsFactory : public Factory {
  public:
    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        return std::make_shared<Events>(++connections_);
    }

  private:
    int connections_ = 0;  // so far, by all protocols together
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(options.port(8000),
                                      std::make_shared<EventsFactory>(),
                                      {.host = options.host()});
        sayListening(port->getHost());
    });
}
