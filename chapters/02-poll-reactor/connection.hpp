// The clients of the poll reactor: taken in, read when there is something to
// read, written to when there is room.
#pragma once

#include "poll_reactor.hpp"
#include "sockets.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

// What the server has seen so far. Outlives the reactor.
struct Totals {
    int connected = 0;
    int clients = 0;
    std::size_t bytes = 0;
};

// One client. It waits either for bytes or for room to send what it was given,
// so a client that sends and never reads cannot fill the memory. Its callback
// in the reactor owns it: when nobody holds it any more, its socket is closed.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    // Called with what has arrived; the bytes are gone when it returns.
    using Received = std::function<void(Connection&, std::string_view)>;

    Connection(PollReactor& reactor, Descriptor socket, Received received,
               Totals& totals);
    ~Connection() { --totals_.connected; }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    int number() const { return number_; }  // 1 for the first client
    void awaitBytes();

    // Never waits: what the socket does not take now goes later, in order.
    void write(std::string_view bytes);

  private:
    void awaitRoom();
    void read();
    void flush();
    void leave();

    PollReactor& reactor_;
    Descriptor socket_;
    Received received_;
    Totals& totals_;
    int number_;
    std::string unsent_;
};

// Makes a Connection of each client that comes. The listener stays the
// caller's, and open for as long as the reactor runs.
void serve(PollReactor& reactor, int listener,
           const Connection::Received& received, Totals& totals);
