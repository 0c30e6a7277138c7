// Plain Asio, as its own examples write it: a session for each connection,
// which reads some, writes it all, and reads again.
#include <array>
#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ip/udp.hpp>
#include <asio/write.hpp>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "servers/service.hpp"

using namespace untwist::bench;
using asio::ip::tcp;
using asio::ip::udp;

namespace {

class Session : public std::enable_shared_from_this<Session> {
  public:
    explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}

    void read() {
        socket_.async_read_some(asio::buffer(data_),
                                [self = shared_from_this()](
                                    asio::error_code error, std::size_t size) {
                                    if (!error) self->write(size);
                                });
    }

  private:
    void write(std::size_t size) {
        asio::async_write(
            socket_, asio::buffer(data_, size),
            [self = shared_from_this()](asio::error_code error, std::size_t) {
                if (!error) self->read();
            });
    }

    tcp::socket socket_;
    std::array<char, 4096> data_;
};

void accept(tcp::acceptor& acceptor) {
    acceptor.async_accept([&](asio::error_code error, tcp::socket socket) {
        if (!error) std::make_shared<Session>(std::move(socket))->read();
        accept(acceptor);
    });
}

class Datagrams {
  public:
    explicit Datagrams(asio::io_context& io)
        : socket_(io, {asio::ip::address_v4::loopback(), 0}) {
        listening(socket_.local_endpoint().port());
        receive();
    }

  private:
    void receive() {
        socket_.async_receive_from(
            asio::buffer(data_), sender_,
            [this](asio::error_code error, std::size_t size) {
                error ? receive() : send(size);
            });
    }
    void send(std::size_t size) {
        socket_.async_send_to(
            asio::buffer(data_, size), sender_,
            [this](asio::error_code, std::size_t) { receive(); });
    }

    udp::socket socket_;
    udp::endpoint sender_;
    std::array<char, kBufferSize> data_;
};

}  // namespace

int main(int /*argc*/, char** argv) try {
    const std::string_view service = argv[1] ? argv[1] : "";
    asio::io_context io(1);
    if (service == "datagrams") {
        const auto server = std::make_unique<Datagrams>(io);
        io.run();
    }
    if (service != "echo") noSuchService(service);
    tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    acceptor.listen(kBacklog);
    listening(acceptor.local_endpoint().port());
    accept(acceptor);
    io.run();
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
