// Fails: a host that has left is forgotten
//
// The numbers come down to zero and stay there, an entry for every host that
// ever came. On the open Internet that is a list without end: a leak that no
// sanitizer finds, because everything in it is still reachable.
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

    void left(const std::string& host) { --connections_[host]; }

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

    void connectionLost(const untwist::Failure& /*reason*/) override {
        factory_.left(host_);
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
