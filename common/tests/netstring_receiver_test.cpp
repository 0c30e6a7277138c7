#include "untwist/netstring_receiver.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "support/receivers.hpp"

using untwist::Bytes;
using untwist::NetstringReceiver;
using untwist::test::forEachSplit;
using untwist::test::Strings;
using untwist::test::Wired;

namespace {

using Conn = Wired<Strings<NetstringReceiver>>;
using List = std::vector<std::string>;

}  // namespace

TEST_SUITE("netstrings") {
    TEST_CASE("strings come whole, empty ones too [L7]") {
        const Conn conn;
        conn.feed("5:hello,0:,3:a:b,2:,,,");
        CHECK(conn->strings == List{"hello", "", "a:b", ",,"});
        CHECK_FALSE(conn.transport->disconnecting());
    }

    TEST_CASE("however the bytes are cut, the strings are the same [L7]") {
        for (const Bytes text :
             {"3:abc,0:,2:xy,", "10:abcdefghij,1:", "0:,0:,0:,"}) {
            const Conn whole;
            whole.feed(text);
            forEachSplit(text, [&](const auto& reads) {
                CAPTURE(reads);
                const Conn conn;
                conn.feed(reads);
                CHECK(conn->strings == whole->strings);
                CHECK_FALSE(conn.transport->disconnecting());
            });
        }
    }

    TEST_CASE("anything else ends the connection, and stays ended [L7]") {
        for (const Bytes bad :
             {"01:a,", "00:,", ":a,", ":,", "x", "-1:a,", "+1:a,", " 1:a,",
              "1 :a,", "1a:a,", "1:ab", "0:x", "12345678901234567890:", "1:a;",
              "100000:"}) {
            CAPTURE(bad);
            forEachSplit(bad.substr(0, 8), [&](const auto& reads) {
                const Conn conn;
                conn.feed("2:ok,");
                conn.feed(reads);
                conn.feed(bad.substr(std::min<std::size_t>(8, bad.size())));
                CHECK(conn.transport->disconnecting());
                conn.feed("5:after,");
                CHECK(conn->strings == List{"ok"});
            });
        }
    }

    TEST_CASE("a string of exactly maxLength is received [L7]") {
        CHECK(NetstringReceiver::kMaxLength == 99999);
        const Conn conn;
        conn.feed("99999:" + std::string(99999, 'x') + ",");
        CHECK(conn->strings == List{std::string(99999, 'x')});
        conn.feed("100000:");
        CHECK(conn.transport->disconnecting());
        const Conn small(3);
        small.feed("3:abc,");
        CHECK(small->strings == List{"abc"});
        small.feed("4");
        CHECK(small.transport->disconnecting());
    }

    TEST_CASE("after loseConnection no more strings come [L7]") {
        const Conn conn;
        conn->onString = [&](Bytes) { conn->transport().loseConnection(); };
        conn.feed("1:a,1:b,");
        conn.feed("1:c,");
        CHECK(conn->strings == List{"a"});
    }

    TEST_CASE("sendString makes what is received [L7]") {
        const Conn sender;
        sender->sendString("hello");
        sender->sendString("");
        CHECK(sender.transport->value() == "5:hello,0:,");
        const Conn conn;
        conn.feedByteByByte(sender.transport->value());
        CHECK(conn->strings == List{"hello", ""});
    }

    TEST_CASE("strings can be paused, and may throw [L7]") {
        const Conn conn;
        conn->onString = [&](Bytes string) {
            if (string == "p") conn->pauseProducing();
            if (string == "t") throw std::runtime_error("thrown");
        };
        conn.feed("1:p,1:t,1:a,1:");
        CHECK(conn->strings == List{"p"});
        CHECK_THROWS_AS(conn->resumeProducing(), std::runtime_error);
        CHECK(conn->strings == List{"p", "t"});
        conn.feed("b,");
        CHECK(conn->strings == List{"p", "t", "a", "b"});
    }

    TEST_CASE("pausing and resuming inside a string changes nothing [L7]") {
        const Conn conn;
        conn->onString = [&](Bytes) {
            conn->pauseProducing();
            conn->resumeProducing();
        };
        std::string read;
        for (int i = 0; i < 100'000; ++i) read += "1:x,";
        conn.feed(read);
        CHECK(conn->strings.size() == 100'000);
    }
}

TEST_SUITE("netstrings: what they cost") {
    TEST_CASE("strings that lie whole in a read are not copied") {
        const Conn conn;
        const std::string read = "1:0,1:1,1:2,";
        const char* next = read.data();
        conn->onString = [&](Bytes string) {
            CHECK(string.data() == next + 2);
            next += 4;
        };
        conn->dataReceived(read);
        CHECK(conn->strings == List{"0", "1", "2"});
    }

    TEST_CASE("an announced length costs nothing until the bytes come") {
        const Conn conn(Bytes::npos);
        conn.feed("999999999999999999:only this");
        CHECK(conn->strings.empty());
        CHECK_FALSE(conn.transport->disconnecting());
    }

    TEST_CASE("a limit may be as large as can be said") {
        const Conn conn(Bytes::npos);
        conn.feed("18446744073709551615:");
        CHECK(conn.transport->disconnecting());
    }

    // See the like in line_receiver_test.cpp: no time is measured.
    TEST_CASE("2 MiB in reads of one byte are received in linear time") {
        constexpr std::size_t kSize = 2 << 20;
        const Conn conn(kSize);
        conn.feedByteByByte(std::to_string(kSize) + ":");
        for (std::size_t i = 0; i < kSize; ++i) conn->dataReceived("x");
        conn->dataReceived(",");
        REQUIRE(conn->strings.size() == 1);
        CHECK(conn->strings.front().size() == kSize);
    }
}
