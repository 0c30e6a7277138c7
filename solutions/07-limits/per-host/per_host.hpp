// Solution: an echo server that is fair.
//
// The key is peer.host(), without the port: each connection of a host has
// another one. The count goes up in buildProtocol, but only for a protocol that
// is returned: a connection that is refused has none, so nobody would take it
// back. It comes down in connectionLost, which every protocol gets once. An
// entry that has come to zero goes, or the map would hold every host that ever
// came.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

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
    std::map<std::string, std::size_t> connections_;  // by host; never zero
};

class Echo : public untwist::Protocol {
  public:
    Echo(FairEcho& factory, std::string host)
        : factory_(factory), host_(std::move(host)) {}

  private:
    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        factory_.left(host_);
    }

    FairEcho& factory_;  // outlives us
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
