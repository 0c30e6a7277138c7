// Model 5: the reactor again, with each client's conversation written downwards
// as in model 1.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "listening.hpp"
#include "service.hpp"
#include "untwist/untwist.hpp"

namespace untwist::lab {

class Lines : public LineReceiver {
  public:
    // The next line; none when the client has hung up.
    Deferred<std::optional<std::string>> readLine() { return lines_.get(); }

    void lineReceived(Bytes line) override { lines_.put(std::string(line)); }
    void connectionLost(const Failure& /*reason*/) override { lines_.put({}); }

  private:
    DeferredQueue<std::optional<std::string>> lines_;
};

inline Deferred<void> sleepFor(Reactor& reactor, Duration time) {
    Deferred<void> awake;
    reactor.callLater(time, [awake] { awake.callback(); });
    return awake;
}

class Conversation : public Lines {
  public:
    Conversation(Reactor& reactor, const Service& service)
        : reactor_(reactor), service_(service) {}

    void connectionMade() override { talk(); }

  private:
    // #region talk
    Deferred<void> talk() {
        const auto self = shared_from_this();  // while the client is there
        while (const auto request = co_await readLine()) {
            service_.compute();
            if (service_.wait > Duration::zero()) {
                co_await sleepFor(reactor_, service_.wait);
            }
            sendLine(*request);
        }
    }
    // #endregion

    Reactor& reactor_;
    const Service& service_;
};

inline void serveCoroutines(std::uint16_t port, const Service& service,
                            const Listening& listening) {
    Reactor reactor;
    const auto open =
        reactor.listenTCP(port,
                          Factory::forProtocol<Conversation>(
                              std::ref(reactor), std::cref(service)),
                          {.backlog = kBacklog});
    listening(open->getHost().port());
    reactor.run();
}

}  // namespace untwist::lab
