// Fails: who was refused a name does not take it along
//
// You note the name, and then see that it is taken. From then on two of them
// believe that it is theirs, and when the one that was refused leaves, alice
// is taken out of the room: she hears nobody, and her name is free. Note a
// name when it has been given, not when it was asked for.
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
        if (!welcome_) return enter(std::string(line));
        if (line == "/end") return end();
        tellOthers(name_ + ": " + std::string(line));
    }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        if (name_.empty()) return;
        room_->erase(name_);
        tellOthers("- " + name_);
    }

  private:
    void enter(const std::string& name) {
        name_ = name;
        if (!room_->try_emplace(name, this).second) return sendLine("taken");
        welcome_ = true;
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
    bool welcome_ = false;
};
