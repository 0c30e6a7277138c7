// Fails: so is who is cut off
//
// You take them out when the connection was closed in order. One that breaks
// ends with ConnectionLost: a cable, a crash, a phone in a tunnel. Then the
// name stays, and the room points to a Chatter that is no more. connectionLost
// comes once for every connection, whatever the reason, and what it has to tidy
// does not depend on that.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "untwist/untwist.hpp"

class Chatter;

// Who is there, by name. All connections share one.
using Room = std::unordered_map<std::string, Chatter*>;

class Chatter : public untwist::LineReceiver {
  public:
    explicit Chatter(std::shared_ptr<Room> room)
        : LineReceiver("\n"), room_(std::move(room)) {}

    void lineReceived(untwist::Bytes line) override {
        if (name_.empty()) return enter(std::string(line));
        if (line == "/end") return end();
        tellOthers(name_ + ": " + std::string(line));
    }

    void connectionLost(const untwist::Failure& reason) override {
        if (!reason.check<untwist::error::ConnectionDone>()) return;
        if (name_.empty()) return;
        room_->erase(name_);
        tellOthers("- " + name_);
    }

  private:
    void enter(const std::string& name) {
        if (!room_->try_emplace(name, this).second) return sendLine("taken");
        name_ = name;
        sendLine("welcome");
        tellOthers("+ " + name);
    }

    void end() {
        const Room everybody = std::exchange(*room_, {});
        for (const auto& [name, chatter] : everybody) {
            chatter->name_.clear();
            chatter->sendLine("the end");
            chatter->transport().loseConnection();
        }
    }

    void tellOthers(const std::string& line) {
        for (const auto& [name, chatter] : *room_) {
            if (chatter != this) chatter->sendLine(line);
        }
    }

    std::shared_ptr<Room> room_;
    std::string name_;
};
