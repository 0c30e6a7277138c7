// Solution: a chat room that can be closed.
//
// name_ says whether this one is in the room: it is empty before, and empty
// again after the end. So connectionLost, which comes for everybody and for
// some of them late, knows whether there is anything to take back.
//
// At the end the room is emptied first, in one step, and then those who were in
// it are told: the loop goes through a map that nobody else can see. Calls such
// as sendLine and loseConnection change no room: they only queue and ask, and
// connectionLost is never called inside them.
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
    std::string name_;  // in the room under this one; empty: not in it
};
