// What LineReceiver and its relatives share: reads go in, messages come out.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "untwist/protocol.hpp"

namespace untwist {

// Cuts what is received into messages. A derived class says where a message
// ends; this one sees to the rest, which is the same for all of them:
//
//  - A message that lies whole in one read is handed on as it lies there. Only
//    one that is spread over reads is copied, each byte once. So the work is
//    linear in the bytes received, however they are split.
//  - Messages come one after the other, never one inside another, and none
//    comes after pauseProducing() or transport().loseConnection().
//  - What was received and not handed on (after a pause, or when a handler
//    threw) is kept, and comes first next time.
//
// It is a producer (IProducer), to be registered with whatever its messages
// are written to. A handler may call anything here; it must not be the one
// that destroys the receiver.
class MessageReceiver : public Protocol, public IProducer {
  public:
    // Override it to see every read; then call this one.
    void dataReceived(Bytes data) override;

    // Holds messages back, and the transport's reading with them.
    void pauseProducing() override;

    // Hands on what was held back, before this returns, then more as it comes.
    // Inside a handler it only undoes the pause.
    void resumeProducing() override;

    void stopProducing() override;  // closes the connection

  protected:
    // Takes something off the input, at least one byte, and calls the handler
    // if a message is complete. Called while there is input.
    virtual void receiveOne() = 0;

    Bytes input() const { return input_; }

    // The first bytes of the input, at most `size`, which then are no longer
    // part of it. Valid until receiveOne returns.
    Bytes take(std::size_t size);

    // Puts bytes back in front of the input, and receives them again: at once,
    // or, inside a handler, when it returns.
    void unread(Bytes bytes);

    // Calls deliver(message) once `size` bytes of a message are there.
    template <class Deliver>
    void gather(std::size_t size, Deliver deliver) {
        if (partial_.empty() && input_.size() >= size) {
            return deliver(take(size));
        }
        partial_ += take(size - partial_.size());
        if (partial_.size() < size) return;
        const auto message = std::exchange(partial_, {});
        deliver(Bytes(message));
    }

    // The beginning of a message whose end has not come yet.
    std::string partial_;

    // No message is longer, so that adding to a length cannot overflow.
    static constexpr std::size_t kLongest = Bytes::npos / 16;

  private:
    void receive();
    bool hasInput();
    void keepInput();

    Bytes input_;            // in the caller's read, or in held_
    Bytes taken_;            // what lies before input_: the current message
    std::string held_;       // input that had to be kept
    std::string waiting_;    // what comes after the input
    bool borrowed_ = false;  // input_ is in the caller's read
    bool busy_ = false;
    bool paused_ = false;
};

}  // namespace untwist
