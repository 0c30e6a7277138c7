// Exercise: a chat room that can be closed. You edit this file.
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
        // TODO: the first line is a name; what the others do, the README says.
        sendLine(line);
    }

    // TODO: and when this one's connection is over?

  private:
    std::shared_ptr<Room> room_;
};
