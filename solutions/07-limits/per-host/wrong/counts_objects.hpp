// Fails: who has left takes no place, even if the protocol is still held
//
// You take one off in the destructor: when the object goes, not when the
// connection does. Whoever holds a shared_ptr to the protocol, a timer's call
// or a list, keeps it, and its place, after the client has left. The object may
// outlive its connection, and even its factory: then left() is called on
// nothing. Only connectionLost says when the place is free.
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
    std::map<std::string, std::size_t> connections_;
};

class Echo : public untwist::Protocol {
  public:
    Echo(FairEcho& factory, std::string host)
        : factory_(factory), host_(std::move(host)) {}
    ~Echo() override { factory_.left(host_); }

  private:
    void dataReceived(untwist::Bytes data) override { transport().write(data); }

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
