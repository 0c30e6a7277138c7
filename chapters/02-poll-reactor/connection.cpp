// Each function here is called by the reactor, or ends by telling the reactor
// what to wait for next.
#include "connection.hpp"

#include "support/say.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

using namespace std::chrono_literals;

Connection::Connection(PollReactor& reactor, Descriptor socket,
                       Received received, Totals& totals)
    : reactor_(reactor),
      socket_(std::move(socket)),
      received_(std::move(received)),
      totals_(totals),
      number_(++totals.clients) {
    ++totals_.connected;
}

// #region await
void Connection::awaitBytes() {
    const int fd = socket_.get();
    reactor_.addReader(fd, [self = shared_from_this()] { self->read(); });
    reactor_.removeWriter(fd);
}

void Connection::awaitRoom() {
    const int fd = socket_.get();
    reactor_.addWriter(fd, [self = shared_from_this()] { self->flush(); });
    reactor_.removeReader(fd);
}
// #endregion

// #region read
void Connection::read() {
    std::array<char, 65536> chunk;
    const auto got = ::read(socket_.get(), chunk.data(), chunk.size());
    if (got < 0 && notNow(errno)) return;
    if (got <= 0) return leave();  // the client has finished, or has gone
    received_(*this, {chunk.data(), static_cast<std::size_t>(got)});
}
// #endregion

// #region write
void Connection::write(std::string_view bytes) {
    const bool waiting = !unsent_.empty();
    unsent_ += bytes;
    if (!waiting) flush();
}

void Connection::flush() {
    const auto sent = ::write(socket_.get(), unsent_.data(), unsent_.size());
    if (sent < 0 && !notNow(errno)) return leave();
    if (sent > 0) {
        unsent_.erase(0, static_cast<std::size_t>(sent));
        totals_.bytes += static_cast<std::size_t>(sent);
    }
    unsent_.empty() ? awaitBytes() : awaitRoom();
}
// #endregion

void Connection::leave() {
    reactor_.removeReader(socket_.get());
    reactor_.removeWriter(socket_.get());
}

// #region serve
void serve(PollReactor& reactor, int listener,
           const Connection::Received& received, Totals& totals) {
    reactor.addReader(listener, [&reactor, listener, received, &totals] {
        Descriptor socket = acceptFrom(listener);
        if (socket) {
            std::make_shared<Connection>(reactor, std::move(socket), received,
                                         totals)
                ->awaitBytes();
        } else if (!notNow(errno) && errno != ECONNABORTED) {
            // No descriptor left, most likely. The client still waits, and
            // poll would report it in every turn: look away for a second.
            untwist::support::say(std::string("cannot take a client: ") +
                                  std::strerror(errno) +
                                  "; trying again in a second");
            reactor.removeReader(listener);
            reactor.callLater(1s, [&reactor, listener, received, &totals] {
                serve(reactor, listener, received, totals);
            });
        }
    });
}
// #endregion
