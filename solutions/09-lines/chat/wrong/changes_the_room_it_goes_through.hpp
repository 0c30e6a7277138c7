// Fails: the end is for everybody
//
// The loop goes from one to the next, and leave takes out the one it stands
// on: the way to the next is gone with it. (AddressSanitizer calls it
// heap-use-after-free. Without it, the loop may end early, never end, or work
// until the room is larger.) Empty the room first, then go through those who
// were in it.
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
        tellOthers("- " + name_);
        leave();
    }

  private:
    void enter(const std::string& name) {
        if (!room_->try_emplace(name, this).second) return sendLine("taken");
        name_ = name;
        sendLine("welcome");
        tellOthers("+ " + name);
    }

    void leave() {
        room_->erase(name_);
        name_.clear();
    }

    void end() {
        for (const auto& [name, chatter] : *room_) {
            chatter->sendLine("the end");
            chatter->transport().loseConnection();
            chatter->leave();
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
