// The limit: bare epoll, and no more than a correct server needs.
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "servers/service.hpp"
#include "servers/sockets.hpp"

using namespace untwist::bench;

namespace {

struct Connection {
    explicit Connection(int descriptor) : socket(descriptor) {}
    int socket;
    std::string unsent;   // what found no room
    std::string partial;  // a line whose end has not come yet
};

std::array<char, kBufferSize> input;

class Server {
  public:
    explicit Server(bool lines)
        : lines_(lines), listener_(listenOn(SOCK_STREAM | SOCK_NONBLOCK)) {
        watch(EPOLL_CTL_ADD, listener_, EPOLLIN, nullptr);
    }
    [[noreturn]] void run();

  private:
    void watch(int operation, int descriptor, std::uint32_t events, void* data);
    void accept();
    void readable(Connection& connection);
    void answerLines(Connection& connection, std::string_view data);
    void send(Connection& connection, std::string_view data);
    void writable(Connection& connection);
    static void close(Connection& connection);

    bool lines_;
    int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    int listener_;
    std::string answer_;
};

void Server::run() {
    std::array<epoll_event, 256> events{};
    for (;;) {
        const int count = ::epoll_wait(epoll_, events.data(), 256, -1);
        for (int i = 0; i < count; ++i) {
            const auto& event = events[static_cast<std::size_t>(i)];
            auto* const connection = static_cast<Connection*>(event.data.ptr);
            if (!connection) {
                accept();
            } else if (event.events & EPOLLOUT) {
                writable(*connection);
            } else {
                readable(*connection);
            }
        }
    }
}

void Server::watch(int operation, int descriptor, std::uint32_t events,
                   void* data) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = data;
    check(::epoll_ctl(epoll_, operation, descriptor, &event), "epoll_ctl");
}

void Server::accept() {
    for (;;) {
        const int made = ::accept4(listener_, nullptr, nullptr,
                                   SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (made < 0) return;
        watch(EPOLL_CTL_ADD, made, EPOLLIN, new Connection(made));
    }
}

void Server::readable(Connection& connection) {
    const auto size = ::recv(connection.socket, input.data(), input.size(), 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) return close(connection);
    const std::string_view data(input.data(), static_cast<std::size_t>(size));
    lines_ ? answerLines(connection, data) : send(connection, data);
}

void Server::answerLines(Connection& connection, std::string_view data) {
    answer_.clear();
    for (;;) {
        const auto end = data.find('\n');
        if (end == std::string_view::npos) break;
        const auto line = data.substr(0, end + 1);
        answer_ += connection.partial;
        answer_ += line;
        connection.partial.clear();
        data.remove_prefix(line.size());
    }
    connection.partial += data;
    if (!answer_.empty()) send(connection, answer_);
}

// While there is something unsent, nothing more is read.
void Server::send(Connection& connection, std::string_view data) {
    const auto sent =
        ::send(connection.socket, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return close(connection);
    const auto done = sent > 0 ? static_cast<std::size_t>(sent) : 0;
    if (done == data.size()) return;
    connection.unsent = data.substr(done);
    watch(EPOLL_CTL_MOD, connection.socket, EPOLLOUT, &connection);
}

void Server::writable(Connection& connection) {
    const auto data = std::move(connection.unsent);
    watch(EPOLL_CTL_MOD, connection.socket, EPOLLIN, &connection);
    send(connection, data);
}

void Server::close(Connection& connection) {
    ::close(connection.socket);
    delete &connection;
}

[[noreturn]] void serveDatagrams() {
    const int socket = listenOn(SOCK_DGRAM | SOCK_NONBLOCK);
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{};
    event.events = EPOLLIN;
    check(::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
    for (;;) {
        ::epoll_wait(epoll, &event, 1, -1);
        sockaddr_storage sender;
        auto* const from = reinterpret_cast<sockaddr*>(&sender);
        socklen_t length = sizeof sender;
        const auto size =
            ::recvfrom(socket, input.data(), input.size(), 0, from, &length);
        if (size < 0) continue;
        ::sendto(socket, input.data(), static_cast<std::size_t>(size), 0, from,
                 length);
    }
}

}  // namespace

int main(int /*argc*/, char** argv) try {
    const std::string_view service = argv[1] ? argv[1] : "";
    if (service == "datagrams") serveDatagrams();
    if (service != "echo" && service != "lines") noSuchService(service);
    Server(service == "lines").run();
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
