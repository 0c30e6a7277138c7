// libuv at its best: one buffer for all reads, and answers sent at once where
// the socket takes them.
#include <netinet/in.h>
#include <uv.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "servers/service.hpp"

using namespace untwist::bench;

namespace {

std::array<char, kBufferSize> input;

// The same for all: it is free again when the read has been answered.
void giveBuffer(uv_handle_t*, std::size_t, uv_buf_t* buffer) {
    *buffer = uv_buf_init(input.data(), input.size());
}

uv_buf_t bufferOf(std::string_view data) {
    return uv_buf_init(const_cast<char*>(data.data()),
                       static_cast<unsigned>(data.size()));
}

std::string_view dataOf(const uv_buf_t* buffer, ssize_t size) {
    return {buffer->base, static_cast<std::size_t>(size)};
}

void freeHandle(uv_handle_t* handle) {
    delete reinterpret_cast<uv_tcp_t*>(handle);
}

void close(uv_stream_t* stream) {
    auto* const handle = reinterpret_cast<uv_handle_t*>(stream);
    if (!uv_is_closing(handle)) uv_close(handle, freeHandle);
}

struct PendingWrite {
    uv_write_t request{};
    std::string data;
};

void received(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer);

void written(uv_write_t* request, int status) {
    auto* const stream = request->handle;
    delete static_cast<PendingWrite*>(request->data);
    if (status < 0) return close(stream);
    uv_read_start(stream, giveBuffer, received);
}

// While there is something unsent, nothing more is read.
void writeRest(uv_stream_t* stream, std::string_view rest) {
    auto* const pending = new PendingWrite{{}, std::string(rest)};
    pending->request.data = pending;
    const auto buffer = bufferOf(pending->data);
    uv_read_stop(stream);
    uv_write(&pending->request, stream, &buffer, 1, written);
}

void received(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
    if (size < 0) return close(stream);
    const auto data = dataOf(buffer, size);
    const auto answer = bufferOf(data);
    const int sent = uv_try_write(stream, &answer, 1);
    if (sent < 0 && sent != UV_EAGAIN) return close(stream);
    const auto done = sent > 0 ? static_cast<std::size_t>(sent) : 0;
    if (done < data.size()) writeRest(stream, data.substr(done));
}

void accepted(uv_stream_t* listener, int status) {
    if (status < 0) return;
    auto client = std::make_unique<uv_tcp_t>();
    uv_tcp_init(listener->loop, client.get());
    auto* const stream = reinterpret_cast<uv_stream_t*>(client.release());
    if (uv_accept(listener, stream) != 0) return close(stream);
    uv_read_start(stream, giveBuffer, received);
}

void receivedDatagram(uv_udp_t* socket, ssize_t size, const uv_buf_t* buffer,
                      const sockaddr* sender, unsigned) {
    if (size < 0 || !sender) return;
    const auto answer = bufferOf(dataOf(buffer, size));
    uv_udp_try_send(socket, &answer, 1, sender);
}

sockaddr_in anyPort() {
    sockaddr_in address{};
    uv_ip4_addr("127.0.0.1", 0, &address);
    return address;
}

void serveStreams(uv_loop_t* loop) {
    static uv_tcp_t listener;
    auto address = anyPort();
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    uv_tcp_init(loop, &listener);
    uv_tcp_bind(&listener, generic, 0);
    uv_listen(reinterpret_cast<uv_stream_t*>(&listener), kBacklog, accepted);
    int size = sizeof address;
    uv_tcp_getsockname(&listener, generic, &size);
    listening(ntohs(address.sin_port));
}

void serveDatagrams(uv_loop_t* loop) {
    static uv_udp_t socket;
    auto address = anyPort();
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    uv_udp_init(loop, &socket);
    uv_udp_bind(&socket, generic, 0);
    int size = sizeof address;
    uv_udp_getsockname(&socket, generic, &size);
    listening(ntohs(address.sin_port));
    uv_udp_recv_start(&socket, giveBuffer, receivedDatagram);
}

}  // namespace

int main(int /*argc*/, char** argv) {
    const std::string_view service = argv[1] ? argv[1] : "";
    auto* const loop = uv_default_loop();
    if (service == "echo") {
        serveStreams(loop);
    } else if (service == "datagrams") {
        serveDatagrams(loop);
    } else {
        noSuchService(service);
    }
    return uv_run(loop, UV_RUN_DEFAULT);
}
