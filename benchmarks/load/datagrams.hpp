// Clients of a UDP server.
#pragma once

#include "load/clients.hpp"

namespace untwist::load {

std::unique_ptr<Load> makeDatagrams(const Pattern& pattern,
                                    const sockaddr_in& server);

}  // namespace untwist::load
