#include "untwist/descriptor.hpp"
#include "support/terminals.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/eventfd.h>
#endif

#include <array>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

#include "support/log_capture.hpp"
#include "support/loop.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Failure;
using untwist::IReadDescriptor;
using untwist::IWriteDescriptor;
using untwist::test::cannotMakeTerminals;
using untwist::test::LogCapture;
using untwist::test::Loop;

namespace {

// Two ends of a pipe, or of a pair of sockets; closed at its end.
class Ends {
  public:
    static Ends pipe() {
        Ends ends;
        REQUIRE(::pipe(ends.fds_.data()) == 0);
        return ends;
    }
    static Ends sockets() {
        Ends ends;
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.fds_.data()) == 0);
        return ends;
    }
    static Ends terminal() {
        Ends ends;
        ends.fds_[1] = ::posix_openpt(O_RDWR | O_NOCTTY);
        REQUIRE(::grantpt(ends.fds_[1]) == 0);
        REQUIRE(::unlockpt(ends.fds_[1]) == 0);
        ends.fds_[0] = ::open(::ptsname(ends.fds_[1]), O_RDWR | O_NOCTTY);
        return ends;
    }
    static Ends file(const char* path) {
        Ends ends;
        ends.fds_ = {::open(path, O_RDONLY), -1};
        return ends;
    }
    Ends(Ends&& other) noexcept : fds_(std::exchange(other.fds_, {-1, -1})) {}
    Ends& operator=(Ends&&) = delete;
    ~Ends() {
        for (const int fd : fds_) {
            if (fd >= 0) ::close(fd);
        }
    }

    int reading() const { return fds_[0]; }
    int writing() const { return fds_[1]; }
    void send(const std::string& bytes) const {
        CHECK(::write(fds_[1], bytes.data(), bytes.size()) ==
              static_cast<ssize_t>(bytes.size()));
    }
    void closeReading() { ::close(std::exchange(fds_[0], -1)); }

  private:
    Ends() = default;
    std::array<int, 2> fds_{-1, -1};
};

std::string readOnce(int fd, std::size_t most = 100) {
    std::string bytes(most, '\0');
    const auto size = ::read(fd, bytes.data(), bytes.size());
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
}

// A reader and a writer whose calls a test fills in.
class Both : public IReadDescriptor, public IWriteDescriptor {
  public:
    explicit Both(int fd) : fd_(fd) {}

    int fd_;
    int reads = 0;
    int writes = 0;
    int lost = 0;
    std::optional<Failure> reason;
    std::function<std::optional<Failure>(Both&)> onRead, onWrite;
    std::function<void()> onLost;

    int fileno() const override { return fd_; }
    std::optional<Failure> doRead() override {
        ++reads;
        return onRead ? onRead(*this) : std::nullopt;
    }
    std::optional<Failure> doWrite() override {
        ++writes;
        return onWrite ? onWrite(*this) : std::nullopt;
    }
    void connectionLost(const Failure& why) override {
        ++lost;
        reason = why;
        if (onLost) onLost();
    }
};

bool blocks(int fd) { return (::fcntl(fd, F_GETFL) & O_NONBLOCK) == 0; }
bool isOpen(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

std::optional<Failure> readAByte(Both& both) {
    readOnce(both.fd_, 1);
    return {};
}

}  // namespace

TEST_SUITE("descriptor: reading") {
    TEST_CASE("doRead is called when there is something to read") {
        const auto ends = Ends::pipe();
        std::string got;
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = [&](Both& both) {
            got += readOnce(both.fd_);
            return std::nullopt;
        };
        loop.reactor.addReader(reader);
        loop.settle();
        CHECK(reader->reads == 0);
        ends.send("hello");
        loop.until([&] { return !got.empty(); });
        loop.settle();
        CHECK(got == "hello");
        CHECK(reader->reads == 1);
    }

    TEST_CASE("doRead is called again while something is left") {
        const auto ends = Ends::pipe();
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = readAByte;
        loop.reactor.addReader(reader);
        ends.send("four");
        loop.until([&] { return reader->reads == 4; });
        loop.settle();
        CHECK(reader->reads == 4);
    }

    TEST_CASE("what was there before addReader is noticed") {
        const auto ends = Ends::pipe();
        ends.send("x");
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = readAByte;
        loop.reactor.addReader(reader);
        loop.until([&] { return reader->reads == 1; });
    }

    TEST_CASE("after removeReader nothing is called, and fileno not asked") {
        const auto ends = Ends::pipe();
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        loop.reactor.addReader(reader);
        ends.send("x");
        loop.reactor.removeReader(*reader);
        CHECK(reader.use_count() == 1);
        loop.settle();
        CHECK(reader->reads == 0);
        CHECK(reader->lost == 0);
    }

    TEST_CASE("a reader may remove itself in doRead, and be let go of") {
        const auto ends = Ends::pipe();
        ends.send("xyz");
        int reads = 0;
        Loop loop;
        auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = [&](Both& both) {
            ++reads;
            loop.reactor.removeReader(both);
            return std::nullopt;
        };
        loop.reactor.addReader(std::move(reader));
        loop.until([&] { return reads > 0; });
        loop.settle();
        CHECK(reads == 1);
    }

    TEST_CASE("a reader that removes and adds itself goes on") {
        const auto ends = Ends::pipe();
        ends.send("xyz");
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = [&](Both& both) {
            readAByte(both);
            loop.reactor.removeReader(both);
            loop.reactor.addReader(reader);
            return std::nullopt;
        };
        loop.reactor.addReader(reader);
        loop.until([&] { return reader->reads == 3; });
        reader->onRead = nullptr;
    }

    TEST_CASE("getReaders and getWriters tell who is there, once each") {
        const auto ends = Ends::sockets();
        Loop loop;
        auto& reactor = loop.reactor;
        const auto both = std::make_shared<Both>(ends.reading());
        reactor.addReader(both);
        reactor.addReader(both);
        CHECK(reactor.getReaders().size() == 1);
        CHECK(reactor.getReaders().front() == both);
        CHECK(reactor.getWriters().empty());
        reactor.addWriter(both);
        CHECK(reactor.getWriters().front() == both);
        reactor.removeReader(*both);
        CHECK(reactor.getReaders().empty());
        CHECK(reactor.getWriters().size() == 1);
        reactor.removeWriter(*both);
        reactor.removeWriter(*both);
        CHECK(reactor.getWriters().empty());
    }
}

TEST_SUITE("descriptor: writing") {
    TEST_CASE("doWrite is called while there is room, and not while full") {
        const auto ends = Ends::pipe();
        ::fcntl(ends.reading(), F_SETFL, O_NONBLOCK);
        ::fcntl(ends.writing(), F_SETFL, O_NONBLOCK);
        const std::string chunk(4096, 'x');
        std::size_t sent = 0;
        Loop loop;
        const auto writer = std::make_shared<Both>(ends.writing());
        writer->onWrite = [&](Both& both) {
            const auto size = ::write(both.fd_, chunk.data(), chunk.size());
            if (size > 0) sent += static_cast<std::size_t>(size);
            return std::nullopt;
        };
        loop.reactor.addWriter(writer);
        loop.settle(100);
        const auto full = sent;
        CHECK(full > 0);
        const auto calls = writer->writes;
        loop.settle();
        CHECK(writer->writes == calls);
        while (!readOnce(ends.reading(), 65536).empty()) {
        }
        loop.until([&] { return sent > full; });
        loop.reactor.removeWriter(*writer);
        const auto atTheEnd = sent;
        loop.settle();
        CHECK(sent == atTheEnd);
    }

    TEST_CASE("one object may be both, and each half removed alone") {
        const auto ends = Ends::sockets();
        Loop loop;
        const auto both = std::make_shared<Both>(ends.reading());
        both->onRead = readAByte;
        both->onWrite = [&](Both& self) {
            loop.reactor.removeWriter(self);
            return std::nullopt;
        };
        loop.reactor.addReader(both);
        loop.reactor.addWriter(both);
        ends.send("x");
        loop.until([&] { return both->reads == 1 && both->writes == 1; });
        ends.send("y");
        loop.until([&] { return both->reads == 2; });
        CHECK(both->writes == 1);
    }
}

TEST_SUITE("descriptor: the end") {
    TEST_CASE("what doRead throws is logged, and is why it is lost") {
        const auto ends = Ends::pipe();
        ends.send("x");
        LogCapture logged;
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = [](Both&) -> std::optional<Failure> {
            throw std::runtime_error("cannot be read");
        };
        loop.reactor.addReader(reader);
        loop.until([&] { return reader->lost > 0; });
        loop.settle();
        CHECK(reader->lost == 1);
        CHECK(reader->reads == 1);
        CHECK(reader->reason->getErrorMessage() == "cannot be read");
        CHECK(logged.has("doRead of Both"));
        CHECK(loop.reactor.getReaders().empty());
    }

    TEST_CASE("what doRead returns is why it is lost, as both, once") {
        const auto ends = Ends::sockets();
        ends.send("x");
        LogCapture logged;
        Loop loop;
        const auto both = std::make_shared<Both>(ends.reading());
        both->onRead = [](Both&) { return Failure(error::ConnectionDone()); };
        both->onWrite = [](Both&) -> std::optional<Failure> { return {}; };
        loop.reactor.addReader(both);
        loop.reactor.addWriter(both);
        loop.until([&] { return both->lost > 0; });
        const auto writes = both->writes;
        loop.settle();
        CHECK(both->lost == 1);
        CHECK(both->reason->check<error::ConnectionDone>());
        CHECK(both->writes == writes);
        CHECK(loop.reactor.getWriters().empty());
        CHECK(logged.messages.empty());
    }

    TEST_CASE("a reader whose fileno is -1 is lost") {
        const auto ends = Ends::pipe();
        ends.send("xy");
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = [](Both& both) {
            both.fd_ = -1;
            return std::nullopt;
        };
        loop.reactor.addReader(reader);
        loop.until([&] { return reader->lost > 0; });
        CHECK(reader->reads == 1);
        CHECK(reader->reason->check<error::ConnectionLost>());
    }

    TEST_CASE("connectionLost that throws is logged") {
        const auto ends = Ends::pipe();
        ends.send("x");
        LogCapture logged;
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        reader->onRead = [](Both&) { return Failure(error::ConnectionDone()); };
        reader->onLost = [] { throw std::runtime_error("no farewell"); };
        loop.reactor.addReader(reader);
        loop.until([&] { return reader->lost > 0; });
        CHECK(logged.has("no farewell"));
    }

    TEST_CASE("when the reactor stops, each is lost, once") {
        const auto ends = Ends::sockets();
        const auto both = std::make_shared<Both>(ends.reading());
        Loop loop;
        loop.reactor.addReader(both);
        loop.reactor.addWriter(both);
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(both->lost == 1);
        CHECK(both->reason->check<error::ConnectionLost>());
        CHECK(loop.reactor.getReaders().empty());
    }

    TEST_CASE("one that is lost may remove another") {
        const auto ends = Ends::sockets();
        const auto one = std::make_shared<Both>(ends.reading());
        const auto other = std::make_shared<Both>(ends.writing());
        Loop loop;
        one->onLost = [&] { loop.reactor.removeReader(*other); };
        other->onLost = [&] { loop.reactor.removeReader(*one); };
        loop.reactor.addReader(one);
        loop.reactor.addReader(other);
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(one->lost + other->lost == 1);
    }

    TEST_CASE("a reactor that goes without a run loses them too") {
        const auto ends = Ends::pipe();
        const auto reader = std::make_shared<Both>(ends.reading());
        { untwist::Reactor().addReader(reader); }
        CHECK(reader->lost == 1);
        CHECK(reader.use_count() == 1);
    }
}

TEST_SUITE("descriptor: whose it is") {
    TEST_CASE("the reactor never closes it") {
        const auto ends = Ends::pipe();
        {
            Loop loop;
            const auto reader = std::make_shared<Both>(ends.reading());
            loop.reactor.addReader(reader);
            loop.settle();
            loop.reactor.removeReader(*reader);
            CHECK(isOpen(ends.reading()));
            loop.reactor.addReader(reader);
        }
        CHECK(isOpen(ends.reading()));
    }

    TEST_CASE("once removed, nothing of ours holds it open") {
        auto ends = Ends::sockets();
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        loop.reactor.addReader(reader);
        loop.settle();
        loop.reactor.removeReader(*reader);
        ends.closeReading();
        ::fcntl(ends.writing(), F_SETFL, O_NONBLOCK);
        char byte = 0;
        CHECK(::read(ends.writing(), &byte, 1) == 0);  // the end, at once
    }

    TEST_CASE("whether it blocks is not changed: others may share it") {
        if (cannotMakeTerminals()) return;
        const auto ends = Ends::terminal();
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        std::string typed;
        reader->onRead = [&](Both& both) {
            CHECK(blocks(both.fd_));
            typed += readOnce(both.fd_);
            return std::nullopt;
        };
        loop.reactor.addReader(reader);
        loop.settle();
        CHECK(blocks(ends.reading()));
        ends.send("typed\n");
        loop.until([&] { return !typed.empty(); });
        loop.settle();
        CHECK(typed == "typed\n");
        CHECK(blocks(ends.reading()));
    }

    TEST_CASE("another file that gets its number is not taken for it") {
        auto ends = Ends::pipe();
        Loop loop;
        const auto reader = std::make_shared<Both>(ends.reading());
        loop.reactor.addReader(reader);
        const auto others = Ends::pipe();
        const int number = ends.reading();
        ::dup2(others.reading(), number);
        others.send("for somebody else");
        loop.settle();
        CHECK(reader->reads == 0);
        loop.reactor.removeReader(*reader);
    }
}

TEST_SUITE("descriptor: what can be waited for") {
#ifdef __linux__
    TEST_CASE("an eventfd can") {
        const int fd = ::eventfd(0, EFD_CLOEXEC);
        Loop loop;
        const auto reader = std::make_shared<Both>(fd);
        reader->onRead = [](Both& both) {
            eventfd_t value = 0;
            ::eventfd_read(both.fd_, &value);
            return std::nullopt;
        };
        loop.reactor.addReader(reader);
        loop.settle();
        CHECK(reader->reads == 0);
        ::eventfd_write(fd, 1);
        loop.until([&] { return reader->reads == 1; });
        ::close(fd);
    }

    TEST_CASE("a file, or /dev/null, cannot: addReader says so") {
        for (const char* path : {"/etc/passwd", "/dev/null"}) {
            const auto ends = Ends::file(path);
            Loop loop;
            const auto reader = std::make_shared<Both>(ends.reading());
            CHECK_THROWS_WITH_AS(
                loop.reactor.addReader(reader),
                doctest::Contains("which is always ready: read or write it at "
                                  "once"),
                std::system_error);
            CHECK(loop.reactor.getReaders().empty());
        }
    }
#endif

    TEST_CASE("a number that is no descriptor cannot") {
        Loop loop;
        CHECK_THROWS_WITH_AS(
            loop.reactor.addWriter(std::make_shared<Both>(-1)),
            doctest::Contains("addWriter: cannot wait for descriptor -1"),
            std::system_error);
    }
}
