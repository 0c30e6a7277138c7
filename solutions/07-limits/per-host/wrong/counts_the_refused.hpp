// Fails: to be refused takes no place
//
// You count first and compare then. That is one line less, but a connection
// that is refused has been counted, and has no protocol whose connectionLost
// would take it back. After a few refusals the host is shut out for ever.
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
    if (++connections_[peer.host()] > mostPerHost_) return nullptr;
    return std::make_shared<Echo>(*this, peer.host());
}
