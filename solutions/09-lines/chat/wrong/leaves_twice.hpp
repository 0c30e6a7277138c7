// Fails: who closes late takes nothing from the new room
//
// The end empties the room, and everybody's name is free. But those who were in
// it do not know that they are out: when such a connection has closed, its
// connectionLost takes the name out once more. By then it may belong to
// somebody else. What happens twice needs a note that it has happened once:
// empty name_ along with the room.
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

    void connectionLost(const untwist::Failure& /*reason*/) override {
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
        for (const auto& [name, chatter] : *room_) {
            chatter->sendLine("the end");
            chatter->transport().loseConnection();
        }
        room_->clear();
    }

    void tellOthers(const std::string& line) {
        for (const auto& [name, chatter] : *room_) {
            if (chatter != this) chatter->sendLine(line);
        }
    }

    std::shared_ptr<Room> room_;
    std::string name_;
};
