// Where a Conversation happens: its connections, its clock, and what moves
// them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/conversation.hpp"
#include "wire.hpp"

namespace untwist::testing {

// All that happens in one run of a script, in an order that never changes.
class Stage {
  public:
    explicit Stage(Travel travel) : travel_(travel) {}
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    std::shared_ptr<Wire> connect(Factory& factory);
    void send(Wire& wire, Bytes data);  // cut as this run's bytes travel
    void pass(Duration time);

    // Until nothing moves any more: each connection takes turn after turn.
    void settle();

    void stop();  // ends the connections that are left

    Clock& clock() { return clock_; }

    // Throws StoryFailure if the code under test has thrown anything.
    void failIfThrown() const;

  private:
    void sendPending();
    bool runDue();

    const Travel travel_;
    Clock clock_;
    Caller caller_;
    std::vector<std::shared_ptr<Wire>> wires_;
    Wire* speaking_ = nullptr;  // pending_ waits for more to be joined to it
    std::string pending_;
};

}  // namespace untwist::testing
