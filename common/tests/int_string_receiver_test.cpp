#include "untwist/int_string_receiver.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "support/receivers.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Bytes;
using untwist::Int16StringReceiver;
using untwist::Int32StringReceiver;
using untwist::Int8StringReceiver;
using untwist::test::forEachSplit;
using untwist::test::Strings;
using untwist::test::Wired;
using std::string_literals::operator""s;

namespace {

using List = std::vector<std::string>;
using Int8 = Wired<Strings<Int8StringReceiver>>;
using Int16 = Wired<Strings<Int16StringReceiver>>;
using Int32 = Wired<Strings<Int32StringReceiver>>;

// Stays connected when the peer announces too much.
class Patient : public Strings<Int16StringReceiver> {
  public:
    using Strings::Strings;
    std::vector<std::size_t> exceeded;
    void lengthLimitExceeded(std::size_t length) override {
        exceeded.push_back(length);
    }
};

}  // namespace

TEST_SUITE("length-prefixed strings") {
    TEST_CASE("the length is big-endian; empty strings come too [L8]") {
        const Int8 one;
        one.feed("\x03one\x00\x03two"s);
        CHECK(one->strings == List{"one", "", "two"});
        const Int16 two;
        two.feed("\x00\x03one\x00\x00\x01\x02"s + std::string(258, 'x'));
        CHECK(two->strings == List{"one", "", std::string(258, 'x')});
        const Int32 four;
        four.feed("\x00\x00\x00\x03one\x00\x00\x00\x00\x00\x01\x00\x02"s +
                  std::string(65538, 'x'));
        CHECK(four->strings == List{"one", "", std::string(65538, 'x')});
    }

    TEST_CASE("an Int8 length above 127 is not negative [L8]") {
        const Int8 conn;
        conn.feed("\xff" + std::string(255, 'x'));
        CHECK(conn->strings == List{std::string(255, 'x')});
    }

    TEST_CASE("an empty string is there as soon as its prefix is [L8]") {
        const Int32 conn;
        conn.feedByteByByte("\0\0\0\0"s);
        CHECK(conn->strings == List{""});
    }

    TEST_CASE("however the bytes are cut, the strings are the same [L8]") {
        const auto text = "\x00\x02xy\x00\x00\x00\x03uvw\x00\x01"s;
        forEachSplit(text, [&](const auto& reads) {
            CAPTURE(reads);
            const Int16 conn;
            conn.feed(reads);
            CHECK(conn->strings == List{"xy", "", "uvw"});
            conn.feed("z");
            CHECK(conn->strings.back() == "z");
        });
        const auto wide = "\x00\x00\x00\x01x\x00\x00\x00\x00\x00\x00\x00\x02y"s;
        forEachSplit(wide, [&](const auto& reads) {
            const Int32 conn;
            conn.feed(reads);
            CHECK(conn->strings == List{"x", ""});
            conn.feed("z");
            CHECK(conn->strings.back() == "yz");
        });
    }

    TEST_CASE("a string of exactly maxLength is received [L8]") {
        CHECK(Int32StringReceiver::kMaxLength == 99999);
        const Int32 conn;
        conn.feed("\x00\x01\x86\x9f"s + std::string(99999, 'x'));
        CHECK(conn->strings == List{std::string(99999, 'x')});
        conn.feed("\x00\x01\x86\xa0"s);
        CHECK(conn.transport->disconnecting());
    }

    TEST_CASE("an announced length beyond maxLength ends it at once [L8]") {
        const auto text = "\x00\x01o\x00\x05zzzzz\x00\x01a"s;
        forEachSplit(text, [&](const auto& reads) {
            const Int16 conn(4);
            conn.feed(reads);
            CHECK(conn->strings == List{"o"});
            CHECK(conn.transport->disconnecting());
        });
    }

    TEST_CASE("if kept open, it says so again for each read [L8]") {
        const Wired<Patient> conn(4);
        conn.feed("\x00\x01o\x01\x05zz"s);
        CHECK(conn->exceeded == std::vector<std::size_t>{261});
        conn.feed("z");
        conn.feed("\x00\x01o"s);
        CHECK(conn->exceeded == std::vector<std::size_t>{261, 261, 261});
        CHECK(conn->strings == List{"o"});
    }

    TEST_CASE("sendString makes what is received [L9]") {
        const std::string longest(65535, 'x');
        const Int16 sender;
        sender->sendString("hi");
        sender->sendString("");
        sender->sendString(longest);
        const auto sent = sender.transport->value();
        CHECK(sent == "\x00\x02hi\x00\x00\xff\xff"s + longest);
        const Int16 conn;
        conn.feed(sent);
        CHECK(conn->strings == List{"hi", "", longest});
        const Int32 wide;
        wide->sendString("hi");
        CHECK(wide.transport->value() == "\x00\x00\x00\x02hi"s);
    }

    TEST_CASE("what the prefix cannot count is not sent [L9]") {
        const Int8 one;
        one->sendString(std::string(255, 'x'));
        CHECK(one.transport->value().size() == 256);
        CHECK_THROWS_AS(one->sendString(std::string(256, 'x')),
                        error::StringTooLongError);
        CHECK(one.transport->value().size() == 256);
        const Int16 two;
        CHECK_THROWS_AS(two->sendString(std::string(65536, 'x')),
                        error::StringTooLongError);
        const Int32 four;
        // Nobody looks at the bytes, so there need not be that many.
        CHECK_THROWS_WITH_AS(four->sendString(Bytes("", std::size_t{1} << 32)),
                             doctest::Contains("counts to 4294967295"),
                             error::StringTooLongError);
    }

    TEST_CASE("after loseConnection no more strings come [L10]") {
        const Int8 conn;
        conn->onString = [&](Bytes) { conn->transport().loseConnection(); };
        conn.feed("\x01o\x01n"s);
        conn.feed("\x01m"s);
        CHECK(conn->strings == List{"o"});
    }

    TEST_CASE("pausing and resuming inside a string changes nothing [L10]") {
        const Int8 conn;
        conn->onString = [&](Bytes) {
            conn->pauseProducing();
            conn->resumeProducing();
        };
        std::string read;
        for (int i = 0; i < 100'000; ++i) read += "\x01x"s;
        conn.feed(read);
        CHECK(conn->strings.size() == 100'000);
    }

    TEST_CASE("strings can be paused, and may throw [L10]") {
        const Int8 conn;
        conn->onString = [&](Bytes string) {
            if (string == "p") conn->pauseProducing();
            if (string == "t") throw std::runtime_error("thrown");
        };
        conn.feed("\x01p\x01t\x01o\x01"s);
        CHECK(conn->strings == List{"p"});
        CHECK_THROWS_AS(conn->resumeProducing(), std::runtime_error);
        CHECK(conn->strings == List{"p", "t"});
        conn.feed("n");
        CHECK(conn->strings == List{"p", "t", "o", "n"});
    }
}

TEST_SUITE("length-prefixed strings: what they cost") {
    TEST_CASE("strings that lie whole in a read are not copied") {
        const Int8 conn;
        const auto read = "\x01o\x01n\x01m"s;
        const char* next = read.data();
        conn->onString = [&](Bytes string) {
            CHECK(string.data() == next + 1);
            next += 2;
        };
        conn->dataReceived(read);
        CHECK(conn->strings == List{"o", "n", "m"});
    }

    // See the like in line_receiver_test.cpp: no time is measured.
    TEST_CASE("2 MiB in reads of one byte are received in linear time") {
        constexpr std::size_t kSize = 2 << 20;
        const Int32 conn(kSize);
        conn.feedByteByByte("\x00\x20\x00\x00"s);
        for (std::size_t i = 0; i < kSize; ++i) conn->dataReceived("x");
        REQUIRE(conn->strings.size() == 1);
        CHECK(conn->strings.front().size() == kSize);
    }
}
