// Exercise: which ports have somebody behind them? You edit this file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "untwist/untwist.hpp"

using Ports = std::vector<std::uint16_t>;

// Connects to each of the ports, and leaves again. When all is over, `done` is
// told which of them were open.
inline void knock(untwist::IReactorTCP& reactor, const std::string& host,
                  const Ports& ports, untwist::Duration patience,
                  const std::function<void(const Ports& open)>& done) {
    // TODO: this knocks, but nobody listens for an answer.
    const auto factory =
        untwist::ClientFactory::forProtocol<untwist::Protocol>();
    for (const auto port : ports) {
        reactor.connectTCP(host, port, factory, {.timeout = patience});
    }
    done({});
}
