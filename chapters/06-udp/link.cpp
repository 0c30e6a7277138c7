// Chapter 6: a bad link. What comes to it goes on to the server, and what the
// server answers goes back; but not all of it, not once, and not in order.
//
//   ./untwist run 6                    the server, in one terminal
//   ./untwist run 6/link               the link, in another
//   nc -u 127.0.0.1 8001               in a third: type, and see what comes
//   back
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "link.hpp"
#include "support/chapter.hpp"

using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::escaped;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

constexpr std::size_t kColumn = 18;  // where the arrow stands

// #region link
// Serves one client: the one it has heard of last. Each new one finds the same
// weather.
class Link : public DatagramProtocol {
  public:
    Link(Address server, const Weather& weather)
        : server_(server),
          weather_(weather),
          there_(weather, 0),
          back_(weather, 1) {}

  private:
    void datagramReceived(Bytes datagram, const Address& from) override {
        if (from == server_) {
            carry("back  ", back_, datagram, client_);
        } else {
            if (from != client_) meet(from);
            carry("there ", there_, datagram, server_);
        }
    }

    void meet(const Address& client) {
        client_ = client;
        there_ = Direction(weather_, 0);
        back_ = Direction(weather_, 1);
    }

    void carry(const std::string& name, Direction& direction, Bytes datagram,
               const Address& to) {
        std::string line = name + escaped(datagram);
        line.resize(std::max(line.size(), kColumn), ' ');
        line += "->";
        for (const auto& each : direction.pass(datagram)) {
            transport().write(each, to);
            line += "  " + escaped(each);
        }
        say(line);
    }

    Address server_;
    Address client_;
    Weather weather_;
    Direction there_;
    Direction back_;
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    Weather weather;
    int server = 8000;
    Options own("Chapter 6: a bad link to the echo server");
    own.add("--to", &server, "the server's port", 1, 65535);
    own.add("--seed", &weather.seed, "decides the fate of each", 0, 1'000'000);
    own.add("--lose", &weather.lose, "how many of a hundred are lost", 0, 100);
    own.add("--twice", &weather.twice, "how many come twice", 0, 100);
    own.add("--late", &weather.late, "how many are overtaken", 0, 100);
    return chapter(
        argc, argv, own, [&](Reactor& reactor, const Options& options) {
            const Address to(options.host(),
                             static_cast<std::uint16_t>(server));
            auto port = reactor.listenUDP(options.port(8001),
                                          std::make_shared<Link>(to, weather),
                                          {.host = options.host()});
            const auto here = port->getHost();
            say("a link from " + here.toString() + " to " + to.toString());
        });
}
