// Chapter 9: messages of any bytes, each with its length in front. The server
// shows each message, and sends it back.
//
//   ./untwist run 9/frames                   in one terminal
//   printf '\0\0\0\5hello' | nc -N localhost 8000 | od -c       in another
//   printf '\377\377\377\377' | nc localhost 8000     4 GB are to come? No.
//
//   ./untwist run 9/frames --netstring       the length as digits
//   printf '5:hello,' | nc -N localhost 8000
#include <cstddef>
#include <memory>
#include <string>

#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::escaped;
using untwist::Factory;
using untwist::Int32StringReceiver;
using untwist::NetstringReceiver;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// #region mirror
template <class Receiver>
class Mirror : public Receiver {
    void stringReceived(Bytes message) override {
        const auto beginning = escaped(message.substr(0, 60));
        say(std::to_string(message.size()) + " bytes: \"" + beginning + '"');
        this->sendString(message);
    }
};
// #endregion

// #region wary
class BinaryMirror : public Mirror<Int32StringReceiver> {
    void lengthLimitExceeded(std::size_t length) override {
        say("no, I do not take " + std::to_string(length) + " bytes");
        transport().loseConnection();
    }
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    bool netstring = false;
    Options own("Chapter 9: messages of any bytes, shown and sent back");
    own.flag("--netstring", &netstring,
             "5:hello, instead of 4 bytes and hello");
    const auto setUp = [&](Reactor& reactor, const Options& options) {
        auto factory = netstring
                           ? Factory::forProtocol<Mirror<NetstringReceiver>>()
                           : Factory::forProtocol<BinaryMirror>();
        auto port = reactor.listenTCP(options.port(8000), factory,
                                      {.host = options.host()});
        sayListening(port->getHost());
    };
    return chapter(argc, argv, own, setUp);
}
