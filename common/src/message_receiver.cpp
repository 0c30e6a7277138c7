#include "untwist/message_receiver.hpp"

#include <functional>

namespace untwist {

void MessageReceiver::dataReceived(Bytes data) {
    if (busy_ || paused_ || !input_.empty() || !waiting_.empty()) {
        waiting_ += data;
    } else {
        input_ = data;
        borrowed_ = true;
    }
    receive();
}

void MessageReceiver::receive() {
    if (busy_ || paused_) return;
    busy_ = true;
    try {
        while (!paused_ && hasInput()) receiveOne();
    } catch (...) {
        keepInput();
        throw;
    }
    keepInput();
}

bool MessageReceiver::hasInput() {
    if (transport().disconnecting()) {
        input_ = {};
        waiting_.clear();
    } else if (input_.empty()) {
        held_ = std::exchange(waiting_, {});
        input_ = held_;
        borrowed_ = false;
    }
    return !input_.empty();
}

// The read that input_ lies in goes away now; what is left of it stays.
void MessageReceiver::keepInput() {
    busy_ = false;
    taken_ = {};
    if (!input_.empty() && !borrowed_) return;
    // A string that is assigned an empty one keeps its memory; swapping frees.
    std::string(input_).swap(held_);
    input_ = held_;
    borrowed_ = false;
}

Bytes MessageReceiver::take(std::size_t size) {
    taken_ = input_.substr(0, size);
    input_.remove_prefix(taken_.size());
    return taken_;
}

void MessageReceiver::unread(Bytes bytes) {
    // The end of what was just taken need only not count as taken. Copying it
    // would cost a read of many short messages its linear time.
    const bool justTaken =
        std::greater_equal<>()(bytes.data(), taken_.data()) &&
        bytes.data() + bytes.size() == input_.data();
    if (busy_ && justTaken) {
        input_ = {bytes.data(), bytes.size() + input_.size()};
    } else if (!bytes.empty()) {
        // The message at hand may be a view of held_: leave that alone.
        waiting_.insert(0, std::string(bytes) += input_);
        input_ = {};
    }
    receive();
}

void MessageReceiver::pauseProducing() {
    paused_ = true;
    transport().pauseProducing();
}

void MessageReceiver::resumeProducing() {
    paused_ = false;
    transport().resumeProducing();
    receive();
}

void MessageReceiver::stopProducing() {
    paused_ = true;
    transport().loseConnection();
}

}  // namespace untwist
