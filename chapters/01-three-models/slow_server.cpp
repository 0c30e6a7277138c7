#include "slow_server.hpp"

#include <charconv>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"
#include "work.hpp"

using namespace std::chrono_literals;
using untwist::Duration;

namespace {

class SlowAnswers : public untwist::Protocol {
  public:
    explicit SlowAnswers(untwist::Reactor* reactor) : reactor_(*reactor) {}

    void dataReceived(untwist::Bytes data) override {
        question_ += data;
        if (!question_.ends_with('\n')) return;
        const Duration received = now();
        long wait = 0;
        std::from_chars(question_.data() + 5,  // after "wait "
                        question_.data() + question_.size(), wait);
        question_.clear();
        reactor_.callLater(wait * 1us, [this, self = shared_from_this(),
                                        received] {
            transport().write("received " + std::to_string(received.count()) +
                              " sent " + std::to_string(now().count()) + "\n");
        });
    }

  private:
    untwist::Reactor& reactor_;
    std::string question_;
};

void serve(std::uint16_t port, const Child::Report& report) {
    untwist::Reactor reactor;
    const auto listening = reactor.listenTCP(
        port, untwist::Factory::forProtocol<SlowAnswers>(&reactor),
        {.backlog = 1024});
    report(std::to_string(listening->getHost().port()));
    reactor.run();
}

}  // namespace

SlowServer::SlowServer(std::uint16_t port)
    : process_([port](const Child::Report& report) { serve(port, report); }) {
    const auto line = process_.readLine();
    if (!line) throw std::runtime_error("the slow server did not start");
    port_ = static_cast<std::uint16_t>(std::stoi(*line));
}
