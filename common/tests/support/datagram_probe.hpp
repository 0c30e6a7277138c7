// For tests: a UDP protocol that remembers, and whose calls a test fills in.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/loop.hpp"
#include "untwist/udp.hpp"

namespace untwist::test {

class DatagramProbe : public DatagramProtocol {
  public:
    struct Datagram {
        std::string data;
        Address from;
    };
    std::vector<Datagram> received;
    int started = 0;
    int stopped = 0;
    int refused = 0;
    std::function<void(DatagramProbe&)> onStart, onStop, onRefused;
    std::function<void(DatagramProbe&, const Datagram&)> onDatagram;

    void startProtocol() override {
        ++started;
        if (onStart) onStart(*this);
    }
    void stopProtocol() override {
        ++stopped;
        if (onStop) onStop(*this);
    }
    void datagramReceived(Bytes data, const Address& from) override {
        received.push_back({std::string(data), from});
        if (onDatagram) onDatagram(*this, received.back());
    }
    void connectionRefused() override {
        ++refused;
        if (onRefused) onRefused(*this);
    }

    Address address() const { return transport().getHost(); }
    Datagram first() const {
        return received.empty() ? Datagram{"(nothing)", {}} : received.front();
    }
    std::string last() const {
        return received.empty() ? "(nothing)" : received.back().data;
    }
};

// An open port on 127.0.0.1 and its protocol.
struct UdpEnd {
    std::shared_ptr<DatagramProbe> probe = std::make_shared<DatagramProbe>();
    std::shared_ptr<UDPPort> port;

    explicit UdpEnd(Loop& loop, UDPOptions options = {},
                    std::uint16_t number = 0)
        : port(loop.reactor.listenUDP(number, probe, std::move(options))) {}

    Address address() const { return port->getHost(); }
    std::size_t count() const { return probe->received.size(); }
};

}  // namespace untwist::test
