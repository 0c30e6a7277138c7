#include "stage.hpp"

#include <algorithm>
#include <utility>

#include "untwist/testing/story.hpp"

namespace untwist::testing {

Stage::~Stage() {
    for (const auto& wire : wires_) wire->cut();
}

std::shared_ptr<Wire> Stage::connect(Factory& factory) {
    const auto port = static_cast<std::uint16_t>(50001 + wires_.size());
    const Address peer("127.0.0.1", port);
    const std::size_t bite = travel_ == Travel::slowly ? 3 : 0;
    wires_.push_back(std::make_shared<Wire>(caller_, peer, bite));
    std::shared_ptr<Protocol> protocol;
    caller_.call("buildProtocol",
                 [&] { protocol = factory.buildProtocol(peer); });
    wires_.back()->start(std::move(protocol));
    settle();
    return wires_.back();
}

void Stage::send(Wire& wire, Bytes data) {
    if (speaking_ != &wire) settle();
    speaking_ = &wire;
    pending_ += data;
    if (travel_ != Travel::joined) settle();
}

void Stage::sendPending() {
    constexpr std::size_t kLong = 4096;  // byte by byte would only take time
    std::size_t most = 65536;            // that one read can take
    if (travel_ == Travel::byByte) most = pending_.size() > kLong ? 509 : 1;
    for (std::size_t from = 0; from < pending_.size(); from += most) {
        speaking_->deliver(pending_.substr(from, most));
    }
    pending_.clear();
    speaking_ = nullptr;
}

void Stage::pass(Duration time) {
    caller_.call("a delayed call", [&] { clock_.advance(time); });
    settle();
}

bool Stage::runDue() {
    const auto calls = clock_.getDelayedCalls();
    if (calls.empty() || calls.front().getTime() > clock_.seconds()) {
        return false;
    }
    caller_.call("a delayed call", [&] { clock_.advance(Duration::zero()); });
    return true;
}

void Stage::settle() {
    constexpr int kTooMany = 10'000'000;
    sendPending();
    for (int turns = 0; turns < kTooMany; ++turns) {
        bool moved = runDue();
        for (const auto& wire : wires_) {
            if (wire->turn()) moved = true;
        }
        if (!moved) return;
    }
    throw StoryFailure("the conversation to come to rest",
                       "one that goes on and on");
}

void Stage::stop() {
    for (const auto& wire : wires_) wire->leave();
    settle();
    for (const auto& wire : wires_) wire->stop();
}

void Stage::failIfThrown() const {
    if (caller_.firstThrown().empty()) return;
    throw StoryFailure("no exception", caller_.firstThrown());
}

}  // namespace untwist::testing
