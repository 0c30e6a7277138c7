// What a UDP port can be told besides to send: broadcast and multicast.
#include <asio/ip/multicast.hpp>
#include <asio/socket_base.hpp>
#include <system_error>

#include "udp_port.hpp"
#include "untwist/error.hpp"

namespace untwist {

namespace multicast = asio::ip::multicast;

template <class Option>
void UdpPort::setOption(const Option& option) {
    if (!socket_) return;
    asio::error_code error;
    socket_->set_option(option, error);
    if (error) {
        throw std::system_error(systemCode(error), "the UDP port's option");
    }
}

template <class Option>
Option UdpPort::getOption() const {
    Option option;
    asio::error_code ignored;
    if (socket_) socket_->get_option(option, ignored);
    return option;
}

void UdpPort::setBroadcastAllowed(bool allowed) {
    setOption(asio::socket_base::broadcast(allowed));
}
bool UdpPort::getBroadcastAllowed() const {
    return getOption<asio::socket_base::broadcast>().value();
}

void UdpPort::setTTL(int ttl) { setOption(multicast::hops(ttl)); }
int UdpPort::getTTL() const { return getOption<multicast::hops>().value(); }

void UdpPort::setLoopbackMode(bool enabled) {
    setOption(multicast::enable_loopback(enabled));
}
bool UdpPort::getLoopbackMode() const {
    return getOption<multicast::enable_loopback>().value();
}

void UdpPort::setOutgoingInterface(const std::string& interface) {
    const auto ip = toIp(Address(interface, 0));
    if (ip.is_v4()) return setOption(multicast::outbound_interface(ip.to_v4()));
    setOption(multicast::outbound_interface(
        static_cast<unsigned>(ip.to_v6().scope_id())));
}

template <class Membership>
void UdpPort::changeGroup(const std::string& group,
                          const std::string& interface) {
    if (!socket_) return;
    const auto ip = endpointFor(Address(group, 0)).address();
    const auto local =
        interface.empty() ? Address("0.0.0.0", 0) : Address(interface, 0);
    const auto membership = ip.is_v4()
                                ? Membership(ip.to_v4(), toIp(local).to_v4())
                                : Membership(ip.to_v6(), ip.to_v6().scope_id());
    asio::error_code error;
    socket_->set_option(membership, error);
    if (error) {
        throw error::MulticastJoinError(group + ": " + error.message());
    }
}

void UdpPort::joinGroup(const std::string& group,
                        const std::string& interface) {
    changeGroup<multicast::join_group>(group, interface);
}

void UdpPort::leaveGroup(const std::string& group,
                         const std::string& interface) {
    changeGroup<multicast::leave_group>(group, interface);
}

}  // namespace untwist
