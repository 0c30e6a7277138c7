// Checks <flush.hpp>: yours, the solution, and the wrong answers.
#include <flush.hpp>

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>

#include <doctest/doctest.h>

#include "untwist/testing/story.hpp"

using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

constexpr std::size_t kLarge = 200'000;

// Two ends of a connection. The buffer between them is small, so that a large
// write is always a partial one.
class Connection {
  public:
    Connection() {
        std::signal(SIGPIPE, SIG_IGN);
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) == 0);
        const int small = 4096;
        for (const int fd : ends_) {
            ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
            ::fcntl(fd, F_SETFL, O_NONBLOCK);
        }
    }
    ~Connection() {
        ::close(ends_[0]);
        closePeer();
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    int fd() const { return ends_[0]; }
    void closePeer() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

    // All that has come to the peer by now.
    std::string received() const {
        std::string all;
        std::array<char, 65536> chunk;
        for (;;) {
            const auto got = ::read(ends_[1], chunk.data(), chunk.size());
            if (got <= 0) return all;
            all.append(chunk.data(), static_cast<std::size_t>(got));
        }
    }

  private:
    std::array<int, 2> ends_{};
};

// The loop: while the outbox asks for room, poll, flush, and let the peer
// read. Returns what the peer got.
std::string deliver(const Connection& connection, Outbox& outbox) {
    std::string got = connection.received();
    for (int turns = 0; outbox.events() != 0; ++turns) {
        if (turns == 1000) {
            throw StoryFailure("no more asks for POLLOUT when all is sent",
                               "1000 turns, and it still asks; the peer has " +
                                   std::to_string(got.size()) + " bytes");
        }
        pollfd entry{connection.fd(), outbox.events(), 0};
        REQUIRE(::poll(&entry, 1, 1000) == 1);
        outbox.flush();
        got += connection.received();
    }
    return got;
}

// No part of it looks like another, so that a mistake shows where it is.
std::string numbers(std::size_t size) {
    std::string all;
    while (all.size() < size) all += std::to_string(all.size()) + ' ';
    all.resize(size);
    return all;
}

// Not CHECK(got == expected): nobody wants to read 200 kB.
void checkSame(const std::string& got, const std::string& expected) {
    const auto right = std::ranges::mismatch(got, expected).in1 - got.begin();
    CHECK(got.size() == expected.size());
    CHECK_MESSAGE((got == expected), "what arrived is right for ", right,
                  " bytes");
}

}  // namespace

TEST_CASE("a small write goes out at once") {
    const Connection connection;
    Outbox outbox(connection.fd());
    step("I write \"hello\"");
    outbox.write("hello");
    CHECK(connection.received() == "hello");
    CHECK_FALSE(outbox.lost());
}

TEST_CASE("a large write through a small buffer arrives whole") {
    const Connection connection;
    Outbox outbox(connection.fd());
    const std::string bytes = numbers(kLarge);
    step("I write 200 kB; the peer reads as it comes");
    outbox.write(bytes);
    checkSame(deliver(connection, outbox), bytes);
}

TEST_CASE("poll is asked for room while bytes wait, and no longer") {
    const Connection connection;
    Outbox outbox(connection.fd());
    CHECK(outbox.events() == 0);
    step("I write 200 kB; the peer does not read");
    outbox.write(numbers(kLarge));
    CHECK(outbox.events() == POLLOUT);
    step("the peer reads it all");
    deliver(connection, outbox);
    step("a socket with room and nothing to send: poll would spin");
    CHECK(outbox.events() == 0);
}

TEST_CASE("what is written while bytes wait comes after them") {
    const Connection connection;
    Outbox outbox(connection.fd());
    const std::string bytes = numbers(kLarge);
    step("I write 200 kB; most of it waits");
    outbox.write(bytes);
    step("the peer reads, so there is room, and I write \"end\"");
    std::string got = connection.received();
    outbox.write("end");
    got += deliver(connection, outbox);
    checkSame(got, bytes + "end");
}

TEST_CASE("a full socket is not a lost one") {
    const Connection connection;
    Outbox outbox(connection.fd());
    step("I write 200 kB and flush twice; the peer does not read");
    outbox.write(numbers(kLarge));
    outbox.flush();
    outbox.flush();
    CHECK_FALSE(outbox.lost());
    CHECK(outbox.events() == POLLOUT);
    step("the peer reads");
    CHECK(deliver(connection, outbox).size() == kLarge);
}

TEST_CASE("a peer that has gone is lost, and poll is not asked again") {
    Connection connection;
    Outbox outbox(connection.fd());
    step("I write 200 kB; the peer leaves without reading; I flush");
    outbox.write(numbers(kLarge));
    connection.closePeer();
    outbox.flush();
    CHECK(outbox.lost());
    CHECK(outbox.events() == 0);
    step("I write more");
    outbox.write("more");
    CHECK(outbox.lost());
    CHECK(outbox.events() == 0);
}

TEST_CASE("nothing to send is nothing to do") {
    const Connection connection;
    Outbox outbox(connection.fd());
    step("I write no bytes, and flush");
    outbox.write("");
    outbox.flush();
    CHECK(outbox.events() == 0);
    CHECK_FALSE(outbox.lost());
}
