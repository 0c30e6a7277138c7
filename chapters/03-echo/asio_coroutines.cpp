// Chapter 3: the echo server in plain Asio, with C++20 coroutines. Diff it with
// asio_callbacks.cpp: the same calls, written downwards.
//
//   ./untwist run 3/asio-coroutines
#include "support/standalone.hpp"

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <system_error>
#include <utility>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using untwist::support::Options;
using untwist::support::sayListening;
using untwist::support::standalone;

namespace {

// #region session
awaitable<void> echo(tcp::socket socket) {
    std::array<char, 4096> data;
    try {
        for (;;) {
            const auto size = co_await socket.async_read_some(
                asio::buffer(data), use_awaitable);
            co_await asio::async_write(socket, asio::buffer(data, size),
                                       use_awaitable);
        }
    } catch (const std::system_error& error) {
        if (error.code() == asio::error::eof) co_return;
        std::cerr << "connection: " << error.what() << '\n';
    }
}
// #endregion

// #region server
awaitable<void> serve(tcp::acceptor& acceptor) {
    const auto executor = acceptor.get_executor();
    asio::steady_timer rest(executor);
    for (;;) {
        std::error_code error;
        tcp::socket peer = co_await acceptor.async_accept(
            asio::redirect_error(use_awaitable, error));
        if (!error) {
            asio::co_spawn(executor, echo(std::move(peer)), asio::detached);
            continue;
        }
        // Out of descriptors, say. The peer still waits, so accepting again at
        // once would fail again at once, and burn a whole core.
        std::cerr << "accept: " << error.message() << '\n';
        rest.expires_after(std::chrono::milliseconds(100));
        co_await rest.async_wait(use_awaitable);
    }
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return standalone(argc, argv, [](const Options& options) {
        asio::io_context context(1);  // one thread
        tcp::acceptor acceptor(context, {asio::ip::make_address(options.host()),
                                         options.port(8000)});
        asio::signal_set signals(context, SIGINT, SIGTERM);
        signals.async_wait([&](std::error_code, int) { context.stop(); });
        asio::co_spawn(context, serve(acceptor), asio::detached);
        sayListening(options.host(), acceptor.local_endpoint().port());
        context.run();
    });
}
