#include "untwist/udp.hpp"

#include <stdexcept>
#include <utility>

namespace untwist {

UDPTransport& DatagramProtocol::transport() const {
    if (!transport_) {
        throw std::logic_error(
            "transport(): there is no port before startProtocol, "
            "nor from stopProtocol on");
    }
    return *transport_;
}

void DatagramProtocol::makeConnection(std::shared_ptr<UDPTransport> transport) {
    if (transport_) {
        throw std::logic_error(
            "this protocol has a port already; make one for each port");
    }
    transport_ = std::move(transport);
    try {
        startProtocol();
    } catch (...) {
        transport_.reset();
        throw;
    }
}

void DatagramProtocol::doStop() {
    transport_.reset();
    stopProtocol();
}

}  // namespace untwist
