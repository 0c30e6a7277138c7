// Fails: the others hear what is said, and who says it does not
//
// line is borrowed: it points into what was received, and is valid until
// lineReceived returns. You keep it as the name, and use it with the next line.
// (AddressSanitizer tells you. Without it, alice has the name of whatever lies
// there now.) What you keep has to be a std::string of your own.
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
        if (name_.empty()) return enter(line);
        if (line == "/end") return end();
        tellOthers(std::string(name_) + ": " + std::string(line));
    }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        if (name_.empty()) return;
        room_->erase(std::string(name_));
        tellOthers("- " + std::string(name_));
    }

  private:
    void enter(untwist::Bytes name) {
        if (!room_->try_emplace(std::string(name), this).second) {
            return sendLine("taken");
        }
        name_ = name;
        sendLine("welcome");
        tellOthers("+ " + std::string(name));
    }

    void end() {
        const Room everybody = std::exchange(*room_, {});
        for (const auto& [name, chatter] : everybody) {
            chatter->name_ = {};
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
    untwist::Bytes name_;
};
