// Fails: who leaves is missed, and the name is free
//
// Alice has left, and the room does not know. Her name stays taken for as long
// as the server runs, and worse: the room still points to a Chatter that is no
// more, and the next line that somebody says is sent through that pointer.
// Whatever a connection puts somewhere, its connectionLost takes out again.
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
