// The plain socket calls that Asio has no words for, and what we call its
// types.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <asio/basic_datagram_socket.hpp>
#include <asio/basic_socket_acceptor.hpp>
#include <asio/basic_stream_socket.hpp>
#include <asio/error_code.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/address.hpp>
#include <asio/ip/basic_endpoint.hpp>
#include <asio/ip/basic_resolver.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ip/udp.hpp>
#include <cerrno>
#include <string>
#include <system_error>

#include "untwist/address.hpp"
#include "untwist/duration.hpp"

namespace untwist {

// Bound to the io_context's own executor rather than to any executor: Asio
// then calls it directly.
using Executor = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using TcpSocket = asio::basic_stream_socket<Tcp, Executor>;
using TcpAcceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using TcpResolver = asio::ip::basic_resolver<Tcp, Executor>;
using Udp = asio::ip::udp;
using UdpSocket = asio::basic_datagram_socket<Udp, Executor>;

Address toAddress(const asio::ip::address& ip, std::uint16_t port);
template <class AnyProtocol>
Address toAddress(const asio::ip::basic_endpoint<AnyProtocol>& endpoint) {
    return toAddress(endpoint.address(), endpoint.port());
}

asio::ip::address toIp(const Address& address);
inline Tcp::endpoint toEndpoint(const Address& address) {
    return {toIp(address), address.port()};
}

// Where a port listens: `host` is numeric, or "localhost". Throws
// error::CannotListenError.
Address listenAddress(const std::string& host, std::uint16_t port);

// The same, in the category that compares equal to std::errc: Asio's does not.
std::error_code systemCode(const asio::error_code& error);

// Not a failure: there is nothing to read, or no room to write, for now.
bool wouldBlock(const asio::error_code& error);
inline bool wouldBlock(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

// This end of a socket; none if it has no address.
Address localAddress(int descriptor);

// A descriptor that child processes do not inherit.
void closeOnExec(int descriptor);

// Lets the socket, before its bind, share its port with others that ask for the
// same. Throws asio::system_error.
void sharePort(int descriptor);

// Takes the next connection off a listening socket: non-blocking, not
// inherited. -1 with `error` set if there is none or it failed.
int acceptConnection(int listener, Tcp::endpoint& peer,
                     asio::error_code& error);

// Receives without blocking, as recv(2) does: 0 is the end of the stream, and
// -1 an error, which is in errno. With `arrival`, also tells when the last of
// the bytes reached this machine, on steady_clock, if the kernel says so
// (Linux; see stampArrivals).
ssize_t receive(int descriptor, void* buffer, std::size_t size,
                Duration* arrival);

// Asks the kernel to say when what is received has reached this machine.
void stampArrivals(int descriptor);

// What it says of a message that recvmsg(2) has received; zero for nothing.
Duration arrivalOf(msghdr& message);

}  // namespace untwist
