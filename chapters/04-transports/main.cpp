// Chapter 4: a Quote of the Day server, on the terms of RFC 865: whoever
// connects is sent a quote, then the connection is closed; whoever sends a
// datagram is sent one back. What they say makes no difference.
//
//   ./untwist run 4          in one terminal
//   nc localhost 1717        in another
//   nc -u 127.0.0.1 1717     the same over UDP: press Enter, then Ctrl-C
#include <array>
#include <chrono>
#include <cstddef>
#include <memory>

#include "support/chapter.hpp"

using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::Factory;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::sayListening;

namespace {

// Printable ASCII, less than 512 characters, as the RFC asks.
constexpr std::array<Bytes, 5> kQuotes{
    "It Has To Work.\r\n    -- RFC 1925\r\n",
    "Be conservative in what you do,\r\n"
    "be liberal in what you accept from others.\r\n    -- RFC 793\r\n",
    "No matter how hard you push and no matter what the priority,\r\n"
    "you can't increase the speed of light.\r\n    -- RFC 1925\r\n",
    "With sufficient thrust, pigs fly just fine.\r\n    -- RFC 1925\r\n",
    "It is more complicated than you think.\r\n    -- RFC 1925\r\n"};

// Number `always` of the list or, for 0, the one of the day.
Bytes quote(int always) {
    using std::chrono::system_clock;
    if (always > 0) return kQuotes.at(static_cast<std::size_t>(always) - 1);
    const auto today = std::chrono::floor<std::chrono::days>(
        system_clock::now().time_since_epoch());
    return kQuotes.at(static_cast<std::size_t>(today.count()) % kQuotes.size());
}

// #region tcp
class Qotd : public Protocol {
  public:
    explicit Qotd(int always) : always_(always) {}

    void connectionMade() override {
        transport().write(quote(always_));
        transport().loseConnection();
    }

  private:
    int always_;
};
// #endregion

// #region udp
// It answers whatever address a datagram claims to be from. On an open network
// that sends quotes to people who have not asked.
class DatagramQotd : public DatagramProtocol {
  public:
    explicit DatagramQotd(int always) : always_(always) {}

    void datagramReceived(Bytes /*data*/, const Address& from) override {
        transport().write(quote(always_), from);
    }

  private:
    int always_;
};
// #endregion

}  // namespace

// #region main
int main(int argc, char** argv) {
    int always = 0;
    Options own;
    own.add("--quote", &always, "always this one; 0: the quote of the day", 0,
            static_cast<int>(kQuotes.size()));
    const auto setUp = [&](Reactor& reactor, const Options& options) {
        auto tcp = reactor.listenTCP(options.port(1717),
                                     Factory::forProtocol<Qotd>(always),
                                     {.host = options.host()});
        // The same number for UDP, also where the system has picked one.
        reactor.listenUDP(tcp->getHost().port(),
                          std::make_shared<DatagramQotd>(always),
                          {.host = options.host()});
        sayListening(tcp->getHost());
    };
    return chapter(argc, argv, own, setUp);
}
// #endregion
