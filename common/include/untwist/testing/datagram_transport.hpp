// A UDP port that writes down what is sent.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "untwist/reactor_interfaces.hpp"

namespace untwist::testing {

// StringTransport's counterpart for datagrams: records what a protocol does
// with its port; nothing is sent anywhere. Give it to
// DatagramProtocol::makeConnection, call datagramReceived yourself, look at
// `written`.
class DatagramTransport : public UDPPort {
  public:
    explicit DatagramTransport(Address host = Address("10.0.0.1", 12345));

    struct Datagram {
        std::string data;
        Address to;
        friend bool operator==(const Datagram&, const Datagram&) = default;
    };
    std::vector<Datagram> written;
    std::optional<Address> connectedTo;
    std::set<std::string> groups;  // joined, and not left
    bool listening = true;

    std::size_t write(Bytes datagram, const Address& to) override;
    std::size_t write(Bytes datagram) override;
    void connect(const std::string& host, std::uint16_t port) override;
    Address getHost() const override { return host_; }
    void startListening() override { listening = true; }
    Deferred<void> stopListening() override;

    void setBroadcastAllowed(bool allowed) override { broadcast_ = allowed; }
    bool getBroadcastAllowed() const override { return broadcast_; }
    void joinGroup(const std::string& group,
                   const std::string& interface = {}) override;
    void leaveGroup(const std::string& group,
                    const std::string& interface = {}) override;
    void setTTL(int ttl) override { ttl_ = ttl; }
    int getTTL() const override { return ttl_; }
    void setLoopbackMode(bool enabled) override { loopback_ = enabled; }
    bool getLoopbackMode() const override { return loopback_; }
    void setOutgoingInterface(const std::string& /*interface*/) override {}

  private:
    Address host_;
    bool broadcast_ = false;
    int ttl_ = 1;
    bool loopback_ = true;
};

}  // namespace untwist::testing
