// Fails: who has no name yet hears nothing
//
// You keep everybody who has connected, and tell them all. But a connection is
// not yet somebody in the room: whoever connects and says nothing could listen,
// and nobody would know. Tell those who have a name.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "untwist/untwist.hpp"

class Chatter;

struct Room {
    std::unordered_map<std::string, Chatter*> names;
    std::unordered_set<Chatter*> connections;
};

class Chatter : public untwist::LineReceiver {
  public:
    explicit Chatter(std::shared_ptr<Room> room)
        : LineReceiver("\n"), room_(std::move(room)) {}

    void connectionMade() override { room_->connections.insert(this); }

    void lineReceived(untwist::Bytes line) override {
        if (name_.empty()) return enter(std::string(line));
        if (line == "/end") return end();
        tellOthers(name_ + ": " + std::string(line));
    }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        room_->connections.erase(this);
        if (name_.empty()) return;
        room_->names.erase(name_);
        tellOthers("- " + name_);
    }

  private:
    void enter(const std::string& name) {
        if (!room_->names.try_emplace(name, this).second)
            return sendLine("taken");
        name_ = name;
        sendLine("welcome");
        tellOthers("+ " + name);
    }

    void end() {
        const auto everybody = std::exchange(room_->names, {});
        for (const auto& [name, chatter] : everybody) {
            chatter->name_.clear();
            chatter->sendLine("the end");
            chatter->transport().loseConnection();
        }
    }

    void tellOthers(const std::string& line) {
        for (Chatter* chatter : room_->connections) {
            if (chatter != this) chatter->sendLine(line);
        }
    }

    std::shared_ptr<Room> room_;
    std::string name_;
};
