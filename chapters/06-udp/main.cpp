// Chapter 6: an echo server for datagrams.
//
//   ./untwist run 6            in one terminal
//   nc -u 127.0.0.1 8000       in another, then type; Ctrl-C ends it
#include <memory>

#include "support/chapter.hpp"

using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

// #region echo
class Echo : public DatagramProtocol {
    void datagramReceived(Bytes datagram, const Address& from) override {
        transport().write(datagram, from);
    }
};
// #endregion

constexpr std::size_t kLongest = 65'507;  // that IPv4 can carry

}  // namespace

// #region main
int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenUDP(
            options.port(8000), std::make_shared<Echo>(),
            {.host = options.host(), .maxPacketSize = kLongest});
        const auto here = port->getHost();
        say("listening on " + here.toString() +
            "; in another terminal: nc -u " + here.host() + ' ' +
            std::to_string(here.port()));
    });
}
// #endregion
