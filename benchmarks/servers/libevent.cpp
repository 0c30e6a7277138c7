// libevent's bufferevents: what came in is moved to what goes out.
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>

#include <string_view>

#include "servers/service.hpp"

using namespace untwist::bench;

namespace {

void received(bufferevent* connection, void*) {
    bufferevent_write_buffer(connection, bufferevent_get_input(connection));
}

void ended(bufferevent* connection, short, void*) {
    bufferevent_free(connection);
}

void accepted(evconnlistener* listener, evutil_socket_t socket, sockaddr*, int,
              void*) {
    auto* const connection = bufferevent_socket_new(
        evconnlistener_get_base(listener), socket, BEV_OPT_CLOSE_ON_FREE);
    bufferevent_setcb(connection, received, nullptr, ended, nullptr);
    bufferevent_enable(connection, EV_READ | EV_WRITE);
}

}  // namespace

int main(int /*argc*/, char** argv) {
    const std::string_view service = argv[1] ? argv[1] : "";
    if (service != "echo") noSuchService(service);
    event_base* const base = event_base_new();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    auto* const listener =
        evconnlistener_new_bind(base, accepted, nullptr, LEV_OPT_CLOSE_ON_FREE,
                                kBacklog, generic, static_cast<int>(size));
    if (!listener) return 1;
    getsockname(evconnlistener_get_fd(listener), generic, &size);
    listening(ntohs(address.sin_port));
    return event_base_dispatch(base);
}
