// Chapter 9, broken on purpose: it believes what a stranger's length says, and
// makes room for it.
//
//   ./untwist run 9/trusting                           in one terminal
//   printf '\0\0\0\5hello' | nc -N localhost 8000      in another
//   printf '\6\0\0\0' | nc localhost 8000              four bytes: 100 MB
#include <cstddef>
#include <memory>
#include <string>

#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// #region protocol
class Trusting : public Protocol {
    void dataReceived(Bytes data) override {
        for (const char byte : data) receive(byte);
    }

    void receive(char byte) {
        if (prefix_ < 4) {
            length_ = length_ << 8 | static_cast<unsigned char>(byte);
            if (++prefix_ < 4) return;
            message_.resize(length_);
            say("I have made room for " + std::to_string(length_) + " bytes");
        } else {
            message_[filled_++] = byte;
        }
        if (filled_ == length_) deliver();
    }
    // #endregion

    void deliver() {
        say("a message of " + std::to_string(length_) + " bytes");
        message_.clear();
        length_ = filled_ = 0;
        prefix_ = 0;
    }

    std::string message_;
    std::size_t length_ = 0;
    std::size_t filled_ = 0;
    int prefix_ = 0;  // how many of its 4 bytes have come
};

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(options.port(8000),
                                      Factory::forProtocol<Trusting>(),
                                      {.host = options.host()});
        sayListening(port->getHost());
    });
}
