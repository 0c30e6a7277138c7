// Chapter 9, broken on purpose: the chat room, for those who believe that a
// read is a message.
//
//   ./untwist run 9/broken       in one terminal
//   nc localhost 8000            in another, as bob
//
//   (printf 'ali'; sleep 1; printf 'ce\nhello\nhow are you?\n'; sleep 1) |
//       nc -N localhost 8000     in a third: see what bob sees
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "manners.hpp"
#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::sayListening;

namespace {

class Chatter;

using Room = std::map<std::string, Chatter*>;

class Chatter : public Protocol {
  public:
    explicit Chatter(std::shared_ptr<Room> room) : room_(std::move(room)) {}

    // #region read
    void connectionMade() override { sendLine("What is your name?"); }

    void dataReceived(Bytes data) override {
        if (name_.empty()) {
            enter(printable(data));
        } else {
            tellOthers(name_ + ": " + printable(data));
        }
    }
    // #endregion

    void connectionLost(const Failure& /*reason*/) override {
        if (name_.empty()) return;
        room_->erase(name_);
        tellOthers("* " + name_ + " has left");
    }

  private:
    void sendLine(const std::string& line) { transport().write(line + '\n'); }

    void enter(const std::string& name) {
        if (!isName(name)) {
            return sendLine("A name is 1 to 16 letters and digits. Yours?");
        }
        if (!room_->try_emplace(name, this).second) {
            return sendLine(name + " is taken. Your name?");
        }
        name_ = name;
        tellOthers("* " + name + " is here");
        sendLine("Welcome! Here you meet:");
        for (const auto& [each, chatter] : *room_) sendLine("* " + each);
    }

    void tellOthers(const std::string& line) {
        for (const auto& [name, chatter] : *room_) {
            if (chatter != this) chatter->sendLine(line);
        }
    }

    std::shared_ptr<Room> room_;
    std::string name_;
};

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(
            options.port(8000),
            Factory::forProtocol<Chatter>(std::make_shared<Room>()),
            {.host = options.host()});
        sayListening(port->getHost());
    });
}
