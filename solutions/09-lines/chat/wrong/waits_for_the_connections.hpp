// Fails: the end is for everybody
//
// You leave it to connectionLost to empty the room. It comes later, for one
// after the other, and each tells those who are still there that somebody has
// left. And until the last has closed, which a client that does not read can
// put off for as long as it likes, its name is taken. Whoever ends the room
// takes them out of it, now.
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
    }

    void tellOthers(const std::string& line) {
        for (const auto& [name, chatter] : *room_) {
            if (chatter != this) chatter->sendLine(line);
        }
    }

    std::shared_ptr<Room> room_;
    std::string name_;
};
