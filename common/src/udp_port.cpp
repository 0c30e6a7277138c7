#include "udp_port.hpp"

#include <asio/error.hpp>
#include <asio/ip/v6_only.hpp>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

UdpPort::UdpPort(ReactorImpl& reactor, std::uint16_t port,
                 std::shared_ptr<DatagramProtocol> protocol, UDPOptions options)
    : reactor_(reactor),
      port_(port),
      protocol_(std::move(protocol)),
      options_(std::move(options)),
      datagrams_(options_.maxPacketSize),
      id_(reactor.nextConnectionId()) {}

template <class F>
void UdpPort::callProtocol(const char* what, Duration ready, F&& function) {
    const auto& protocol = *protocol_;
    reactor_.call(what, typeid(protocol), id_, ready, function);
}

// --- Opening and closing ---

void UdpPort::startListening() {
    if (stopping_) {
        throw std::logic_error(
            "startListening: wait until stopListening's Deferred has fired");
    }
    if (socket_) return;
    try {
        open();
        protocol_->makeConnection(shared_from_this());
    } catch (...) {
        socket_.reset();
        stopping_.reset();
        throw;
    }
    reactor_.add(shared_from_this());
    armRead();
}

void UdpPort::open() {
    const auto host = listenAddress(options_.host, port_);
    const Udp::endpoint endpoint(toIp(host), port_);
    try {
        socket_.emplace(reactor_.io());
        socket_->open(endpoint.protocol());
        closeOnExec(socket_->native_handle());
        if (options_.listenMultiple) {
            socket_->set_option(asio::socket_base::reuse_address(true));
        }
        if (endpoint.protocol() == Udp::v6()) {
            socket_->set_option(asio::ip::v6_only(false));
        }
        socket_->bind(endpoint);
        socket_->non_blocking(true);
        host_ = toAddress(socket_->local_endpoint());
    } catch (const asio::system_error& error) {
        throw error::CannotListenError(
            host.toString() + ": " + error.code().message(),
            systemCode(error.code()));
    }
    peer_.reset();
    stamped_ = false;
}

void UdpPort::close() {
    reactor_.close(*socket_);
    socket_.reset();
}

// The port stays registered until stopProtocol has been called: should the
// reactor stop before, it is called all the same.
Deferred<void> UdpPort::stopListening() {
    if (stopping_) return *stopping_;
    if (!socket_) return succeed();
    close();
    stopping_.emplace();
    reactor_.post([self = shared_from_this()] { self->stopped(); });
    return *stopping_;
}

void UdpPort::stopped() {
    if (!stopping_) return;  // the reactor has stopped meanwhile
    const auto done = *std::exchange(stopping_, {});
    reactor_.remove(*this);
    maybeDeferred([this] { protocol_->doStop(); }).chainDeferred(done);
}

void UdpPort::reactorStopped(const Failure& /*reason*/) {
    const auto self = shared_from_this();
    if (stopping_) return stopped();
    close();
    reactor_.remove(*this);
    callProtocol("stopProtocol", {}, [this] { protocol_->doStop(); });
}

// --- Receiving ---

void UdpPort::armRead() {
    if (readArmed_ || !socket_) return;
    readArmed_ = true;
    if (reactor_.observed() && !std::exchange(stamped_, true)) {
        stampArrivals(socket_->native_handle());
    }
    socket_->async_wait(UdpSocket::wait_read,
                        [self = shared_from_this()](asio::error_code) {
                            self->readArmed_ = false;
                            self->onReadable();
                        });
}

void UdpPort::onReadable() {
    if (!socket_) return;
    const int count = datagrams_.receive(socket_->native_handle(), stamped_);
    if (count < 0) receiveFailed({errno, asio::error::get_system_category()});
    for (int i = 0; i < count && socket_; ++i) {
        const auto from = datagrams_.sender(i);
        const auto arrival = stamped_ ? datagrams_.arrival(i) : Duration();
        callProtocol("datagramReceived", arrival, [&] {
            protocol_->datagramReceived(datagrams_.data(i), from);
        });
    }
    armRead();
}

// What fails is a datagram sent earlier; telling us clears the error.
void UdpPort::receiveFailed(const asio::error_code& error) {
    if (wouldBlock(error)) return;
    if (error == asio::error::connection_refused) return refused();
    log::msg("UDP port " + host_.toString() + ": " + error.message());
}

// Only a connected socket is told. That its port may then die, as Twisted's
// does, would punish us for the peer's absence.
void UdpPort::refused() {
    if (!socket_ || !peer_) return;
    callProtocol("connectionRefused", {},
                 [this] { protocol_->connectionRefused(); });
}

// --- Sending ---

std::size_t UdpPort::write(Bytes datagram, const Address& to) {
    if (!socket_) return 0;
    if (peer_ && to != *peer_) {
        throw std::invalid_argument("write: this port is connected to " +
                                    peer_->toString() + " and cannot send to " +
                                    to.toString());
    }
    return send(datagram, to);
}

std::size_t UdpPort::write(Bytes datagram) {
    if (!socket_) return 0;
    if (!peer_) {
        throw std::logic_error(
            "write: this port is not connected; say where to");
    }
    return send(datagram, *peer_);
}

// One attempt, as send(2).
ssize_t UdpPort::sendOnce(Bytes datagram, const Udp::endpoint& to) {
    const int descriptor = socket_->native_handle();
    return peer_ ? ::send(descriptor, datagram.data(), datagram.size(), 0)
                 : ::sendto(descriptor, datagram.data(), datagram.size(), 0,
                            to.data(), static_cast<socklen_t>(to.size()));
}

std::size_t UdpPort::send(Bytes datagram, const Address& to) {
    const auto endpoint = endpointFor(to);
    auto sent = sendOnce(datagram, endpoint);
    if (sent < 0 && errno == ECONNREFUSED) {
        // Said of an earlier datagram; this one has not been tried.
        reactor_.post([self = shared_from_this()] { self->refused(); });
        sent = sendOnce(datagram, endpoint);
    }
    if (sent < 0) return sendFailed(errno, datagram, to);
    return static_cast<std::size_t>(sent);
}

std::size_t UdpPort::sendFailed(int error, Bytes datagram, const Address& to) {
    if (error == EMSGSIZE) {
        throw error::MessageLengthError(std::to_string(datagram.size()) +
                                        " bytes");
    }
    const bool lost =
        wouldBlock(error) || error == ENOBUFS || error == ECONNREFUSED;
    if (lost) return 0;
    throw std::system_error(error, std::system_category(),
                            "a datagram to " + to.toString());
}

Udp::endpoint UdpPort::endpointFor(const Address& address) const {
    if (address.family() == Address::Family::none) {
        throw error::InvalidAddressError("an address is needed here");
    }
    if (address.family() != host_.family()) {
        throw error::InvalidAddressError(
            address.toString() + " cannot be reached from " + host_.toString() +
            ": one is IPv4, the other IPv6");
    }
    return {toIp(address), address.port()};
}

void UdpPort::connect(const std::string& host, std::uint16_t port) {
    if (!socket_) return;
    if (peer_) {
        throw std::logic_error("connect: this port is connected to " +
                               peer_->toString() + " already");
    }
    const Address peer(host, port);
    asio::error_code error;
    socket_->connect(endpointFor(peer), error);
    if (error) {
        throw std::system_error(systemCode(error),
                                "connect to " + peer.toString());
    }
    peer_ = peer;
    host_ = toAddress(socket_->local_endpoint(error));
}

}  // namespace untwist
