// A crowd of clients, to see what a server does with them.
#pragma once

#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "support/say.hpp"
#include "untwist/untwist.hpp"

struct Plan {
    std::string host;
    std::uint16_t port = 0;
    std::string from;  // the clients' own address; "" is any
    int clients = 1;
    untwist::Duration drip{};  // zero: they say no more than hello
};

// Sends the next one in when it knows what became of the one before.
class Crowd : public untwist::ClientFactory {
  public:
    Crowd(untwist::Reactor& reactor, Plan plan)
        : reactor_(reactor), plan_(std::move(plan)) {}

    void next();
    void served();
    void sentAway(const std::string& heard);
    void cutOff();
    bool failed() const { return failed_; }

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& server) override;
    void clientConnectionFailed(untwist::Connector& connector,
                                const untwist::Failure& reason) override;

  private:
    void report();

    untwist::Reactor& reactor_;
    Plan plan_;
    int came_ = 0;
    int served_ = 0;
    int stillThere_ = 0;
    std::map<std::string, int> sentAway_;  // by what they heard
    bool failed_ = false;
};

class Visitor : public untwist::Protocol {
  public:
    Visitor(Crowd& crowd, untwist::Reactor& reactor, untwist::Duration drip)
        : crowd_(crowd),
          drip_(drip),
          dripping_([this] { transport().write("z"); }, reactor) {}

  private:
    void connectionMade() override { transport().write("hello\n"); }

    void dataReceived(untwist::Bytes data) override {
        heard_ += data;
        if (served_ || heard_ != "hello\n") return;
        served_ = true;
        if (drip_ > untwist::Duration::zero()) dripping_.start(drip_);
        crowd_.served();
    }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        served_ ? crowd_.cutOff() : crowd_.sentAway(heard_);
    }

    Crowd& crowd_;
    untwist::Duration drip_;
    untwist::LoopingCall dripping_;
    std::string heard_;
    bool served_ = false;
};

inline void Crowd::next() {
    if (came_ == plan_.clients) return report();
    ++came_;
    reactor_.connectTCP(plan_.host, plan_.port,
                        std::static_pointer_cast<Crowd>(shared_from_this()),
                        {.bindHost = plan_.from});
}

inline std::shared_ptr<untwist::Protocol> Crowd::buildProtocol(
    const untwist::Address& /*server*/) {
    return std::make_shared<Visitor>(*this, reactor_, plan_.drip);
}

inline void Crowd::served() {
    ++served_;
    ++stillThere_;
    next();
}

inline void Crowd::sentAway(const std::string& heard) {
    if (!reactor_.running()) return;
    ++sentAway_[heard];
    next();
}

inline void Crowd::report() {
    untwist::support::say(std::to_string(came_) +
                          " came: " + std::to_string(served_) + " served");
    for (const auto& [heard, count] : sentAway_) {
        untwist::support::say(std::to_string(count) + " sent away" +
                              (heard.empty() ? ", without a word"
                                             : ": " + untwist::escaped(heard)));
    }
    if (stillThere_ == 0) reactor_.stop();
}

inline void Crowd::cutOff() {
    if (--stillThere_ > 0 || !reactor_.running() || came_ < plan_.clients)
        return;
    untwist::support::say("all that were served are cut off");
    reactor_.stop();
}

inline void Crowd::clientConnectionFailed(untwist::Connector& /*connector*/,
                                          const untwist::Failure& reason) {
    std::cerr << reason.getErrorMessage()
              << "; start a server first: ./untwist run 7\n";
    failed_ = true;
    reactor_.stop();
}
