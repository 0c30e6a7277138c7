// Chapter 6, broken on purpose: a client that takes datagrams for a stream. It
// sends ten words to the echo server, and prints what comes back.
//
//   ./untwist run 6/broken                 straight to the server: all is well
//   ./untwist run 6/broken --port 8001     over the link: ./untwist run 6/link
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "support/chapter.hpp"
#include "words.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::Duration;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

// #region hopeful
class Hopeful : public DatagramProtocol {
  public:
    Hopeful(Reactor& reactor, Address server, Duration wait)
        : reactor_(reactor), server_(server), wait_(wait) {}

    bool refused() const { return refused_; }

  private:
    void startProtocol() override {
        transport().connect(server_.host(), server_.port());
        std::string sent;
        for (const auto& word : kWords) {
            transport().write(word);
            sent += ' ' + word;
        }
        say("sent:    " + sent);
        reactor_.callLater(wait_, [this] {  // nothing tells us the end
            say("received:" + received_);
            reactor_.stop();
        });
    }

    void datagramReceived(Bytes word, const Address& /*from*/) override {
        received_ += ' ' + std::string(word);
    }

    void connectionRefused() override {
        if (std::exchange(refused_, true)) return;  // each datagram is refused
        std::cerr << "nobody listens on " << server_
                  << "; start the server first: ./untwist run 6\n";
        reactor_.stop();
    }

    Reactor& reactor_;
    Address server_;
    Duration wait_;
    std::string received_;
    bool refused_ = false;
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    Duration wait = 1s;
    Options own("Chapter 6, broken on purpose: a client that hopes");
    own.add("--wait", &wait, "how long it waits for what comes back", 0s, 60s);
    std::shared_ptr<Hopeful> client;
    const int code =
        chapter(argc, argv, own, [&](Reactor& reactor, const Options& options) {
            const Address server(options.host(), options.port(8000));
            client = std::make_shared<Hopeful>(reactor, server, wait);
            reactor.listenUDP(0, client, {.host = options.host()});
        });
    return client && client->refused() ? 1 : code;
}
