// Datagrams: messages that arrive whole or not at all, in any order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "untwist/address.hpp"
#include "untwist/bytes.hpp"
#include "untwist/deferred.hpp"

namespace untwist {

// A UDP socket as a protocol sees it (Twisted's IUDPTransport and
// IMulticastTransport in one). After stopListening it is inert: every call
// does nothing, write returns 0, and getHost still answers. Not for other
// threads: use Reactor::callFromThread.
class UDPTransport {
  public:
    UDPTransport() = default;
    UDPTransport(const UDPTransport&) = delete;
    UDPTransport& operator=(const UDPTransport&) = delete;
    virtual ~UDPTransport() = default;

    // Sends one datagram, now, and returns how many bytes went. That it left
    // does not mean that it arrives. With no room in the kernel it is lost
    // here already, and the result is 0. Throws error::MessageLengthError if
    // it is too long (over IPv4, more than 65,507 bytes),
    // error::InvalidAddressError if `to` is not of this port's family,
    // std::invalid_argument if this port is connected to another address, and
    // std::system_error for what else the system will not do.
    virtual std::size_t write(Bytes datagram, const Address& to) = 0;

    // The same, to the address that connect was given. Throws
    // std::logic_error if there is none.
    virtual std::size_t write(Bytes datagram) = 0;

    // From now on this port talks with that address alone. Nothing is sent;
    // what gets better is that the protocol is told (connectionRefused) when
    // nobody listens there. Datagrams from others that are here already are
    // still received. Throws error::InvalidAddressError for a host name,
    // std::logic_error if the port is connected already, and
    // std::system_error.
    virtual void connect(const std::string& host, std::uint16_t port) = 0;

    virtual Address getHost() const = 0;  // with the real port for port 0

    // Closes the port. stopProtocol comes later, never inside this call; then
    // the Deferred fires, or fails if stopProtocol throws. May be called again.
    virtual Deferred<void> stopListening() = 0;

    // Whether datagrams may go to a broadcast address. At first, not.
    virtual void setBroadcastAllowed(bool allowed) = 0;
    virtual bool getBroadcastAllowed() const = 0;

    // Receives, or no more, what is sent to a multicast group, such as
    // "239.1.2.3" or "ff12::1%eth0". `interface` is the address of the network
    // interface for an IPv4 group ("": the system picks one); an IPv6 group
    // names it after its %. The port must listen on the group's own address
    // or on every address. Throws error::InvalidAddressError and
    // error::MulticastJoinError.
    virtual void joinGroup(const std::string& group,
                           const std::string& interface = {}) = 0;
    virtual void leaveGroup(const std::string& group,
                            const std::string& interface = {}) = 0;

    // For multicast datagrams that go out: how many routers they may pass (0
    // to 255; 1 at first: none), whether this machine's own members get a copy
    // (at first, yes), and which interface they leave by. The setters throw
    // std::system_error, or std::out_of_range for a TTL.
    virtual void setTTL(int ttl) = 0;
    virtual int getTTL() const = 0;
    virtual void setLoopbackMode(bool enabled) = 0;
    virtual bool getLoopbackMode() const = 0;
    virtual void setOutgoingInterface(const std::string& interface) = 0;
};

// What you write: how one UDP port behaves (Twisted's DatagramProtocol). One
// object serves all peers. The reactor calls it on its thread and keeps it
// alive while it listens. What datagramReceived and connectionRefused throw is
// logged, and the port lives on.
class DatagramProtocol : public std::enable_shared_from_this<DatagramProtocol> {
  public:
    DatagramProtocol() = default;
    DatagramProtocol(const DatagramProtocol&) = delete;
    DatagramProtocol& operator=(const DatagramProtocol&) = delete;
    virtual ~DatagramProtocol() = default;

    // The port is open: transport() works from here on. Called inside
    // listenUDP, which throws what this throws.
    virtual void startProtocol() {}

    // The port is closed, and transport() gone. Called once for each
    // startProtocol, also when the reactor stops.
    virtual void stopProtocol() {}

    // One datagram, which may be empty. What is longer than
    // UDPOptions::maxPacketSize has lost its end.
    virtual void datagramReceived(Bytes /*datagram*/, const Address& /*from*/) {
    }

    // Nobody listens where this port is connected to: an earlier datagram was
    // refused. Never called inside write.
    virtual void connectionRefused() {}

    // Throws std::logic_error before startProtocol and from stopProtocol on.
    UDPTransport& transport() const;

    // Sets transport(), then calls startProtocol; and the reverse. The reactor
    // calls them; so do tests. One protocol, one port: throws
    // std::logic_error if it has a transport.
    void makeConnection(std::shared_ptr<UDPTransport> transport);
    void doStop();

  private:
    std::shared_ptr<UDPTransport> transport_;
};

}  // namespace untwist
