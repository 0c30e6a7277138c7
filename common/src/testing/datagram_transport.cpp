#include "untwist/testing/datagram_transport.hpp"

#include <stdexcept>

namespace untwist::testing {

DatagramTransport::DatagramTransport(Address host) : host_(host) {}

std::size_t DatagramTransport::write(Bytes datagram, const Address& to) {
    if (!listening) return 0;
    if (connectedTo && to != *connectedTo) {
        throw std::invalid_argument("write: this port is connected to " +
                                    connectedTo->toString() +
                                    " and cannot send to " + to.toString());
    }
    written.push_back({std::string(datagram), to});
    return datagram.size();
}

std::size_t DatagramTransport::write(Bytes datagram) {
    if (!listening) return 0;
    if (!connectedTo) {
        throw std::logic_error(
            "write: this port is not connected; say where to");
    }
    return write(datagram, *connectedTo);
}

void DatagramTransport::connect(const std::string& host, std::uint16_t port) {
    if (connectedTo) {
        throw std::logic_error("connect: this port is connected to " +
                               connectedTo->toString() + " already");
    }
    connectedTo = Address(host, port);
}

Deferred<void> DatagramTransport::stopListening() {
    listening = false;
    return succeed();
}

void DatagramTransport::joinGroup(const std::string& group,
                                  const std::string& /*interface*/) {
    groups.insert(group);
}

void DatagramTransport::leaveGroup(const std::string& group,
                                   const std::string& /*interface*/) {
    groups.erase(group);
}

}  // namespace untwist::testing
