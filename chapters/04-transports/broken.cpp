// Chapter 4, broken on purpose: a server that counts lines, and
// answers when it is too late.
//
//   ./untwist run 4/broken              in one terminal
//   ls -f | nc -N localhost 8000        in another: no answer comes
#include <algorithm>
#include <cstddef>
#include <string>

#include "support/chapter.hpp"

using untwist::Bytes;
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
class Counter : public Protocol {
    void dataReceived(Bytes data) override {
        lines_ += std::ranges::count(data, '\n');
    }

    void connectionLost(const Failure& /*reason*/) override {
        say("that was all: " + std::to_string(lines_) + " lines; I answer");
        transport().write(std::to_string(lines_) + " lines\r\n");
    }

    std::ptrdiff_t lines_ = 0;
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(options.port(8000),
                                      Factory::forProtocol<Counter>(),
                                      {.host = options.host()});
        sayListening(port->getHost());
    });
}
