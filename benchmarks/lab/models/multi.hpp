// Model 6: model 4 once for each core. They share the port and nothing else;
// the kernel deals the clients out among them.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

#include "models/reactor.hpp"

namespace untwist::lab {

// #region serve
inline void serveMulti(std::uint16_t port, const Service& service, int cores,
                       const Listening& listening) {
    std::deque<Reactor> reactors(static_cast<std::size_t>(cores));
    for (Reactor& reactor : reactors) {
        const auto open =
            reactor.listenTCP(port,
                              Factory::forProtocol<Answers>(std::ref(reactor),
                                                            std::cref(service)),
                              {.backlog = kBacklog, .sharePort = true});
        port = open->getHost().port();  // a real one, if that was 0
    }
    std::latch running(cores);
    std::vector<std::jthread> threads;
    for (Reactor& reactor : reactors) {
        reactor.callWhenRunning([&running] { running.count_down(); });
        threads.emplace_back([&reactor] { reactor.run(); });
    }
    running.wait();
    listening(port);
}
// #endregion

}  // namespace untwist::lab
