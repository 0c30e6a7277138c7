// Chapter 9: a chat room. A line is a message, however it was cut on its way.
//
//   ./untwist run 9          in one terminal
//   nc localhost 8000        in a second and a third: say who you are, and talk
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "manners.hpp"
#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::Failure;
using untwist::LineReceiver;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::sayListening;

namespace {

// #region room
// Who is there, by name. They put themselves in, and take themselves out in
// connectionLost: no pointer in here outlives what it points to.
using Room = std::map<std::string, LineReceiver*>;
// #endregion

class Chatter : public LineReceiver {
  public:
    explicit Chatter(std::shared_ptr<Room> room)
        : LineReceiver("\n", kLongestLine), room_(std::move(room)) {}

    // #region lines
    void connectionMade() override { sendLine("What is your name?"); }

    void lineReceived(Bytes line) override {
        if (name_.empty()) {
            enter(printable(line));
        } else {
            tellOthers(name_ + ": " + printable(line));
        }
    }

    void lineLengthExceeded(Bytes /*line*/) override {
        sendLine("That line is too long. Goodbye!");
        transport().loseConnection();
    }
    // #endregion

    // #region leave
    void connectionLost(const Failure& /*reason*/) override {
        if (name_.empty()) return;
        room_->erase(name_);
        tellOthers("* " + name_ + " has left");
    }
    // #endregion

  private:
    // #region enter
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
    // #endregion

    // #region tell
    // Nobody comes or goes meanwhile: sendLine only queues. (For somebody who
    // never reads it queues without end. Chapter 13 is about that.)
    void tellOthers(const std::string& line) {
        for (const auto& [name, chatter] : *room_) {
            if (chatter != this) chatter->sendLine(line);
        }
    }
    // #endregion

    std::shared_ptr<Room> room_;
    std::string name_;  // empty until there is one
};

}  // namespace

// #region main
int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(
            options.port(8000),
            Factory::forProtocol<Chatter>(std::make_shared<Room>()),
            {.host = options.host()});
        sayListening(port->getHost());
    });
}
// #endregion
