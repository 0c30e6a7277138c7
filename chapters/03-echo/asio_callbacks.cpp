// Chapter 3: the echo server in plain Asio, with callbacks. Diff it with
// main.cpp: this is what Protocol and Factory do for you.
//
//   ./untwist run 3/asio-callbacks
#include "support/standalone.hpp"

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <iostream>
#include <memory>
#include <system_error>
#include <utility>

using asio::ip::tcp;
using untwist::support::Options;
using untwist::support::sayListening;
using untwist::support::standalone;

namespace {

// #region session
// Lives as long as a callback holds it. When none is pending, it closes.
class Session : public std::enable_shared_from_this<Session> {
  public:
    explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}

    void read() {
        auto self = shared_from_this();
        socket_.async_read_some(
            asio::buffer(data_),
            [this, self](std::error_code error, std::size_t size) {
                if (!error) return write(size);
                if (error != asio::error::eof) report(error);
            });
    }

  private:
    // Nothing is read before all of data_ is written: a read would change it.
    void write(std::size_t size) {
        auto self = shared_from_this();
        asio::async_write(socket_, asio::buffer(data_, size),
                          [this, self](std::error_code error, std::size_t) {
                              if (!error) return read();
                              report(error);
                          });
    }

    static void report(std::error_code error) {
        std::cerr << "connection: " << error.message() << '\n';
    }

    tcp::socket socket_;
    std::array<char, 4096> data_;
};
// #endregion

// #region server
class Server {
  public:
    Server(asio::io_context& context, const tcp::endpoint& endpoint)
        : acceptor_(context, endpoint), rest_(context) {
        accept();
    }

    unsigned short port() const { return acceptor_.local_endpoint().port(); }

  private:
    void accept() {
        acceptor_.async_accept([this](std::error_code error, tcp::socket peer) {
            if (error) return acceptLater(error);
            std::make_shared<Session>(std::move(peer))->read();
            accept();
        });
    }

    // Out of descriptors, say. The peer still waits, so accepting again at
    // once would fail again at once, and burn a whole core.
    void acceptLater(std::error_code error) {
        std::cerr << "accept: " << error.message() << '\n';
        rest_.expires_after(std::chrono::milliseconds(100));
        rest_.async_wait([this](std::error_code) { accept(); });
    }

    tcp::acceptor acceptor_;
    asio::steady_timer rest_;
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return standalone(argc, argv, [](const Options& options) {
        asio::io_context context(1);  // one thread
        Server server(context, {asio::ip::make_address(options.host()),
                                options.port(8000)});
        asio::signal_set signals(context, SIGINT, SIGTERM);
        signals.async_wait([&](std::error_code, int) { context.stop(); });
        sayListening(options.host(), server.port());
        context.run();
    });
}
