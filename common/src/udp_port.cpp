#include "udp_port.hpp"

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/ip/v6_only.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

namespace {

// How many datagrams one turn of the loop receives. Reading on while there are
// more spares the system calls of waiting for each; an end to it leaves other
// sockets and timers their turn.
constexpr int kDatagramsAtOnce = 32;

}  // namespace

UdpPort::UdpPort(ReactorImpl& reactor, std::uint16_t port,
                 std::shared_ptr<DatagramProtocol> protocol, UDPOptions options)
    : reactor_(reactor),
      port_(port),
      protocol_(std::move(protocol)),
      options_(std::move(options)),
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

// The port stays registered until stopProtocol has been called: should the
// reactor stop before, it is called all the same.
Deferred<void> UdpPort::stopListening() {
    if (stopping_) return *stopping_;
    if (!socket_) return succeed();
    socket_.reset();
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
    socket_.reset();
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
    for (int i = 0; i < kDatagramsAtOnce && socket_; ++i) {
        if (!receiveOne()) break;
    }
    armRead();
}

// Whether there may be another one.
bool UdpPort::receiveOne() {
    auto& buffer = reactor_.readBuffer();
    Udp::endpoint sender;
    Duration arrival{};
    asio::error_code error;
    const auto size =
        receiveFrom(socket_->native_handle(), buffer.data(),
                    std::min(buffer.size(), options_.maxPacketSize), sender,
                    stamped_ ? &arrival : nullptr, error);
    if (wouldBlock(error)) return false;
    if (error) {
        receiveFailed(error);
        return true;
    }
    const auto from = toAddress(sender);
    callProtocol("datagramReceived", arrival, [&] {
        protocol_->datagramReceived({buffer.data(), size}, from);
    });
    return true;
}

// What fails is a datagram sent earlier; telling us clears the error.
void UdpPort::receiveFailed(const asio::error_code& error) {
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

std::size_t UdpPort::send(Bytes datagram, const Address& to) {
    const auto data = asio::buffer(datagram);
    const auto endpoint = endpointFor(to);
    asio::error_code error;
    const auto attempt = [&] {
        return peer_ ? socket_->send(data, 0, error)
                     : socket_->send_to(data, endpoint, 0, error);
    };
    auto sent = attempt();
    if (error == asio::error::connection_refused) {
        // Said of an earlier datagram; this one has not been tried.
        reactor_.post([self = shared_from_this()] { self->refused(); });
        sent = attempt();
    }
    if (error == asio::error::message_size) {
        throw error::MessageLengthError(std::to_string(datagram.size()) +
                                        " bytes");
    }
    const bool lost = wouldBlock(error) ||
                      error == asio::error::no_buffer_space ||
                      error == asio::error::connection_refused;
    if (error && !lost) {
        throw std::system_error(systemCode(error),
                                "a datagram to " + to.toString());
    }
    return sent;
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
