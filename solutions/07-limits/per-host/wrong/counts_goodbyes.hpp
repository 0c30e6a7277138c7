// Fails: who breaks off makes room, too
//
// You take the connection off when it was closed in order. One that breaks (a
// crash, a network that is gone) gives ConnectionLost as its reason, and its
// place is never given back. connectionLost is called for every end; clean up
// in each.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "untwist/error.hpp"
#include "untwist/untwist.hpp"

class FairEcho : public untwist::Factory {
  public:
    explicit FairEcho(std::size_t mostPerHost) : mostPerHost_(mostPerHost) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& peer) override;

    // How many hosts it keeps a number for.
    std::size_t hosts() const { return connections_.size(); }

    void left(const std::string& host) {
        const auto found = connections_.find(host);
        if (--found->second == 0) connections_.erase(found);
    }

  private:
    std::size_t mostPerHost_;
    std::map<std::string, std::size_t> connections_;
};

class Echo : public untwist::Protocol {
  public:
    Echo(FairEcho& factory, std::string host)
        : factory_(factory), host_(std::move(host)) {}

  private:
    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionDone>()) {
            factory_.left(host_);
        }
    }

    FairEcho& factory_;
    std::string host_;
};

inline std::shared_ptr<untwist::Protocol> FairEcho::buildProtocol(
    const untwist::Address& peer) {
    const auto found = connections_.find(peer.host());
    const auto count = found == connections_.end() ? 0 : found->second;
    if (count >= mostPerHost_) return nullptr;
    ++connections_[peer.host()];
    return std::make_shared<Echo>(*this, peer.host());
}
