// Model 4: one thread that waits for all clients at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "listening.hpp"
#include "service.hpp"
#include "untwist/untwist.hpp"

namespace untwist::lab {

// #region answers
class Answers : public LineReceiver {
  public:
    Answers(Reactor& reactor, const Service& service)
        : reactor_(reactor), service_(service) {}

    void lineReceived(Bytes request) override {
        service_.compute();
        if (service_.wait == Duration::zero()) return sendLine(request);
        reactor_.callLater(service_.wait, [this, self = shared_from_this(),
                                           answer = std::string(request)] {
            sendLine(answer);
        });
    }

  private:
    Reactor& reactor_;
    const Service& service_;
};
// #endregion

inline void serveReactor(std::uint16_t port, const Service& service,
                         const Listening& listening) {
    Reactor reactor;
    const auto open = reactor.listenTCP(
        port,
        Factory::forProtocol<Answers>(std::ref(reactor), std::cref(service)),
        {.backlog = kBacklog});
    listening(open->getHost().port());
    reactor.run();  // the thread sleeps here, for all clients at once
}

}  // namespace untwist::lab
