#include "untwist/line_receiver.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "support/loop.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "support/receivers.hpp"

using untwist::Bytes;
using untwist::LineReceiver;
using untwist::test::forEachSplit;
using untwist::test::Lines;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Story;
using untwist::test::Wired;
using State = untwist::testing::StringTransport::ProducerState;

namespace {

using Conn = Wired<Lines>;

// Lines "0".."count-1" as one read.
std::string numbered(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += std::to_string(i) + "\r\n";
    return text;
}

bool liesIn(Bytes part, const std::string& whole) {
    return part.data() >= whole.data() &&
           part.data() + part.size() <= whole.data() + whole.size();
}

}  // namespace

TEST_SUITE("lines") {
    TEST_CASE("lines come without their delimiter, empty ones too [L1]") {
        const Conn conn;
        conn.feed("one\r\n\r\ntwo\r\n\r\n");
        CHECK(conn->lines == Story{"one", "", "two", ""});
    }

    TEST_CASE("what has no delimiter yet is no line yet [L1]") {
        const Conn conn;
        conn.feed("one\r\ntw");
        CHECK(conn->lines == Story{"one"});
        conn.feed("o\r");
        CHECK(conn->lines == Story{"one"});
        conn.feed("\n");
        CHECK(conn->lines == Story{"one", "two"});
    }

    TEST_CASE("however the bytes are cut, the lines are the same [L1]") {
        for (const Bytes text :
             {"a\r\n\r\nbc\r\n", "\r\n\r\n\r\n\r\n", "\r\r\n\n\r\na\r\r\n",
              "a\rb\nc\r\nd", "\n\r\n\r\r\r\n\n"}) {
            const Conn whole;
            whole.feed(text);
            forEachSplit(text, [&](const auto& reads) {
                CAPTURE(reads);
                const Conn conn;
                conn.feed(reads);
                CHECK(conn->lines == whole->lines);
            });
        }
    }

    TEST_CASE("a delimiter may repeat itself, however it is cut [L1]") {
        for (const std::string delimiter :
             {"\n", "aa", "aab", "abab", "--x--"}) {
            const Bytes text =
                "aabaaababab--x--x--aa\n"
                "b";
            const auto cut = text.substr(0, 13);
            const Conn whole(delimiter);
            whole.feed(cut);
            forEachSplit(cut, [&](const auto& reads) {
                CAPTURE(reads);
                const Conn conn(delimiter);
                conn.feed(reads);
                CHECK(conn->lines == whole->lines);
            });
        }
    }

    TEST_CASE("lines may hold any byte, zeros included [L1]") {
        const Conn conn("\n");
        conn.feed(Bytes("a\0b\n\xff\n", 6));
        CHECK(conn->lines == Story{std::string("a\0b", 3), "\xff"});
    }

    TEST_CASE("an empty delimiter is refused") {
        CHECK_THROWS_AS(Lines(""), std::invalid_argument);
    }

    TEST_CASE("sendLine adds the delimiter") {
        const Conn crlf;
        crlf->sendLine("hello");
        crlf->sendLine("");
        CHECK(crlf.transport->value() == "hello\r\n\r\n");
        const Conn lf("\n");
        lf->sendLine("hello");
        CHECK(lf.transport->value() == "hello\n");
    }

    TEST_CASE("lines over a socket are answered line by line [L1]") {
        class Shout : public LineReceiver {
            void lineReceived(Bytes line) override {
                if (line == "bye") return transport().loseConnection();
                sendLine(std::string(line) + "!");
            }
        };
        Loop loop;
        const auto port =
            loop.reactor.listenTCP(0, untwist::Factory::forProtocol<Shout>());
        Peer peer(port->getHost().port());
        peer.send("one\r\ntwo\r\nbye\r\nthree\r\n");
        loop.until([&] { return peer.isClosed(); });
        CHECK(peer.received() == "one!\r\ntwo!\r\n");
    }
}

TEST_SUITE("lines: too long") {
    TEST_CASE("a line of exactly maxLength is received [L2]") {
        const Conn whole("\r\n", 5);
        whole.feed("12345\r\n");
        CHECK(whole->lines == Story{"12345"});
        const Conn split("\r\n", 5);
        split.feedByteByByte("12345\r\n");
        CHECK(split->lines == Story{"12345"});
    }

    TEST_CASE("maxLength is 16384 unless said otherwise [L2]") {
        CHECK(LineReceiver::kMaxLength == 16384);
        const Conn conn;
        conn.feed(std::string(16384, 'x') + "\r\n");
        CHECK(conn->lines == Story{std::string(16384, 'x')});
        conn.feed(std::string(16385, 'x') + "\r\n");
        CHECK(conn->lines.size() == 1);
        CHECK(conn.transport->disconnecting());
    }

    TEST_CASE("a longer line is handed over with all that follows [L2]") {
        const Conn conn("\r\n", 5);
        conn.feed("ok\r\n123456\r\nrest\r\n");
        CHECK(conn->lines == Story{"ok"});
        CHECK(conn->tooLong == Story{"123456\r\nrest\r\n"});
        CHECK(conn.transport->disconnecting());
    }

    TEST_CASE("so is one that began in an earlier read [L2]") {
        const Conn conn("\r\n", 5);
        conn.feed("12");
        conn.feed("3456\r\nrest\r\n");
        CHECK(conn->tooLong == Story{"123456\r\nrest\r\n"});
    }

    TEST_CASE("a line without end is too long at maxLength + delimiter [L2]") {
        const Conn conn("\r\n", 5);
        conn.feed("123456");
        CHECK(conn->tooLong.empty());
        conn.feed("7");
        CHECK(conn->tooLong == Story{"1234567"});
        CHECK(conn.transport->disconnecting());
        const Conn whole("\r\n", 5);
        whole.feed("1234567");
        CHECK(whole->tooLong == Story{"1234567"});
    }

    TEST_CASE("half a delimiter does not make a line too long [L2]") {
        const Conn conn("\r\n", 5);
        conn.feed("12345\r");
        CHECK(conn->tooLong.empty());
        conn.feed("\n");
        CHECK(conn->lines == Story{"12345"});
    }

    TEST_CASE("what is too long does not depend on how it is cut [L2]") {
        for (const Bytes text :
             {"1234\r\n12\r\n1", "123\r\n1234\r\n", "1234\r1234\r\n",
              "123\r\r\n\n\r\n", "123\n\r\n1234"}) {
            const Conn whole("\r\n", 3);
            whole.feed(text);
            forEachSplit(text, [&](const auto& reads) {
                CAPTURE(reads);
                const Conn conn("\r\n", 3);
                conn.feed(reads);
                CHECK(conn->lines == whole->lines);
                CHECK(conn->tooLong.size() == whole->tooLong.size());
            });
        }
    }

    TEST_CASE("after one that is too long, the next byte starts a line [L2]") {
        const Conn conn("\r\n", 5);
        conn->onTooLong = [] {};  // stays connected
        conn.feed("ok\r\n1234567");
        conn.feed("next\r\n");
        conn.feed("1234");
        conn.feed("567890\r\ndropped\r\n");
        conn.feed("last\r\n");
        CHECK(conn->lines == Story{"ok", "next", "last"});
        CHECK(conn->tooLong == Story{"1234567", "1234567890\r\ndropped\r\n"});
    }

    TEST_CASE("a limit may be as large as can be said [L2]") {
        const Conn conn("\r\n", Bytes::npos);
        conn.feed("no end");
        conn.feed(" yet\r\n");
        CHECK(conn->lines == Story{"no end yet"});
    }
}

TEST_SUITE("lines: raw mode") {
    TEST_CASE("the rest of the read is raw, in the same call [L3]") {
        const Conn conn;
        conn->onLine = [&](Bytes) { conn->setRawMode(); };
        conn.feed("head\r\nbo");
        CHECK(conn->raw == "bo");
        conn.feed("dy\r\n");
        CHECK(conn->raw == "body\r\n");
        CHECK(conn->lines == Story{"head"});
    }

    TEST_CASE("rawDataReceived is not called for nothing [L3]") {
        const Conn conn;
        int calls = 0;
        conn->onLine = [&](Bytes) { conn->setRawMode(); };
        conn->onRaw = [&](Bytes) { ++calls; };
        conn.feed("head\r\n");
        CHECK(calls == 0);
    }

    TEST_CASE("setLineMode receives the rest again, as lines [L3]") {
        // "N" is followed by N raw bytes, and lines again.
        const Bytes text = "3\r\nabc1\r\n\n2\r\nxyz";
        forEachSplit(text, [&](const auto& reads) {
            CAPTURE(reads);
            const Conn conn;
            std::size_t left = 0;
            conn->onLine = [&](Bytes line) {
                left = std::stoul(std::string(line));
                conn->setRawMode();
            };
            conn->onRaw = [&](Bytes data) {
                const auto size = std::min(left, data.size());
                left -= size;
                conn->raw.resize(conn->raw.size() - (data.size() - size));
                if (left == 0) conn->setLineMode(data.substr(size));
            };
            conn.feed(reads);
            CHECK(conn->lines == Story{"3", "1", "2"});
            CHECK(conn->raw == "abc\nxy");
        });
    }

    TEST_CASE("what setLineMode is given need not be what came [L3]") {
        const Conn conn;
        conn->onLine = [&](Bytes line) {
            if (line == "raw") conn->setRawMode();
        };
        conn->onRaw = [&](Bytes data) {
            conn->setLineMode("made up\r\n");
            CHECK(data == "body\r\n");  // is still there
        };
        conn.feed("raw\r\nbody\r\n");
        conn.feed("real\r\n");
        CHECK(conn->lines == Story{"raw", "made up", "real"});
    }

    TEST_CASE("given in lineReceived, it comes before the other lines [L3]") {
        const Conn conn;
        conn->onLine = [&](Bytes line) {
            if (line == "one") conn->setLineMode("new\r\n");
        };
        conn.feed("one\r\ntwo\r\n");
        CHECK(conn->lines == Story{"one", "new", "two"});
    }

    TEST_CASE("a message may be received again whole [L3]") {
        const Conn conn;
        bool again = false;
        conn->onLine = [&](Bytes line) {
            if (!std::exchange(again, true)) conn->setLineMode(line);
        };
        conn.feed("twice\r\nlast\r\n");
        CHECK(conn->lines == Story{"twice", "twicelast"});
    }

    TEST_CASE("setLineMode outside any call receives at once [L3]") {
        const Conn conn;
        conn->setRawMode();
        conn.feed("raw");
        conn->setLineMode("one\r\ntw");
        CHECK(conn->lines == Story{"one"});
        conn.feed("o\r\n");
        CHECK(conn->lines == Story{"one", "two"});
    }

    TEST_CASE("a line begun before setRawMode becomes raw data [L3]") {
        const Conn conn;
        conn.feed("half a li");
        conn->setRawMode();
        conn.feed("ne\r\n");
        CHECK(conn->raw == "half a line\r\n");
    }

    TEST_CASE("raw mode without rawDataReceived says what to do [L3]") {
        class Plain : public LineReceiver {
            void lineReceived(Bytes) override { setRawMode(); }
        };
        const Wired<Plain> conn;
        CHECK_THROWS_WITH_AS(conn.feed("one\r\ntwo"),
                             doctest::Contains("override rawDataReceived"),
                             std::logic_error);
    }
}

TEST_SUITE("lines: who may stop them") {
    TEST_CASE("a pause holds back the lines of this very read [L4]") {
        const Conn conn;
        conn->onLine = [&](Bytes line) {
            if (line == "stop") conn->pauseProducing();
        };
        conn.feed("one\r\nstop\r\ntwo\r\nthr");
        CHECK(conn->lines == Story{"one", "stop"});
        CHECK(conn.transport->producerState() == State::paused);
        conn->resumeProducing();
        CHECK(conn->lines == Story{"one", "stop", "two"});
        CHECK(conn.transport->producerState() == State::producing);
        conn.feed("ee\r\n");
        CHECK(conn->lines == Story{"one", "stop", "two", "three"});
    }

    TEST_CASE("however often it pauses, it goes on where it was [L4]") {
        const Bytes text = "a\r\n\r\nb\r\ncd\r\n";
        const Conn whole;
        whole.feed(text);
        forEachSplit(text, [&](const auto& reads) {
            CAPTURE(reads);
            const Conn conn;
            conn->onLine = [&](Bytes) { conn->pauseProducing(); };
            conn.feed(reads);  // also while it is paused
            CHECK(conn->lines == Story{"a"});
            for (int i = 0; i < 4; ++i) conn->resumeProducing();
            CHECK(conn->lines == whole->lines);
        });
    }

    TEST_CASE("raw data is held back as well [L4]") {
        const Conn conn;
        conn->setRawMode();
        conn->onRaw = [&](Bytes) { conn->pauseProducing(); };
        conn.feed("one");
        conn.feed("two");
        CHECK(conn->raw == "one");
        conn->resumeProducing();
        CHECK(conn->raw == "onetwo");
    }

    TEST_CASE("pausing and resuming inside a line changes nothing [L4]") {
        const Conn conn;
        conn->onLine = [&](Bytes) {
            conn->pauseProducing();
            conn->resumeProducing();
        };
        conn.feed(numbered(100'000));
        CHECK(conn->lines.size() == 100'000);
        CHECK(conn->lines.back() == "99999");
    }

    TEST_CASE("lines never come one inside another [L4]") {
        const Conn conn;
        int depth = 0;
        conn->onLine = [&](Bytes line) {
            CHECK(++depth == 1);
            if (line == "one") conn.feed("four\r\nfi");
            if (line == "two") conn->setLineMode("three\r\n");
            --depth;
        };
        conn.feed("one\r\ntwo\r\n");
        CHECK(conn->lines == Story{"one", "two", "three", "four"});
        conn.feed("ve\r\n");
        CHECK(conn->lines.back() == "five");
    }

    TEST_CASE("a hundred thousand tiny lines need no deeper stack [L4]") {
        const Conn conn("\n");
        std::uintptr_t lowest = UINTPTR_MAX;
        std::uintptr_t highest = 0;
        conn->onLine = [&](Bytes) {
            // Not a variable's address: a sanitizer may have put it elsewhere.
            const auto here =
                reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
            lowest = std::min(lowest, here);
            highest = std::max(highest, here);
        };
        conn.feed(std::string(100'000, '\n'));
        CHECK(conn->lines.size() == 100'000);
        CHECK(highest - lowest < 1024);
    }

    TEST_CASE("it can be another transport's producer [L4]") {
        const Conn conn;
        conn->stopProducing();
        CHECK(conn.transport->disconnecting());
        conn.feed("one\r\n");
        CHECK(conn->lines.empty());
    }

    TEST_CASE("after loseConnection no more lines come [L5]") {
        const Conn conn;
        conn->onLine = [&](Bytes) { conn->transport().loseConnection(); };
        conn.feed("one\r\ntwo\r\n");
        conn.feed("three\r\n");
        CHECK(conn->lines == Story{"one"});
    }

    TEST_CASE("nor after abortConnection, nor raw data [L5]") {
        const Conn conn;
        conn->onLine = [&](Bytes) {
            conn->setRawMode();
            conn->transport().abortConnection();
        };
        conn.feed("one\r\ntwo\r\n");
        CHECK(conn->lines == Story{"one"});
        CHECK(conn->raw.empty());
    }

    TEST_CASE("when lineReceived throws, the rest is kept for later [L6]") {
        const Conn conn;
        conn->onLine = [](Bytes line) {
            if (line == "bad") throw std::runtime_error("bad line");
        };
        CHECK_THROWS_AS(conn.feed("one\r\nbad\r\ntwo\r\nthr"),
                        std::runtime_error);
        CHECK(conn->lines == Story{"one", "bad"});
        conn.feed("ee\r\n");
        CHECK(conn->lines == Story{"one", "bad", "two", "three"});
    }

    TEST_CASE("a line that came in two reads may throw as well [L6]") {
        const Conn conn;
        conn->onLine = [](Bytes line) {
            if (line == "bad") throw std::runtime_error("bad line");
        };
        conn.feed("ba");
        CHECK_THROWS_AS(conn.feed("d\r\ntwo\r\n"), std::runtime_error);
        conn.feed("");
        CHECK(conn->lines == Story{"bad", "two"});
    }
}

TEST_SUITE("lines: what they cost") {
    TEST_CASE("lines that lie whole in a read are not copied") {
        const Conn conn;
        const auto read = numbered(1000);
        int inPlace = 0;
        conn->onLine = [&](Bytes line) { inPlace += liesIn(line, read); };
        conn->dataReceived(read);
        CHECK(inPlace == 1000);
    }

    TEST_CASE("after the end of a split line, nothing more is copied") {
        const Conn conn;
        conn.feed("begun and ");
        const auto read = "finished\r\n" + numbered(1000);
        int inPlace = 0;
        conn->onLine = [&](Bytes line) { inPlace += liesIn(line, read); };
        conn->dataReceived(read);
        CHECK(conn->lines.front() == "begun and finished");
        CHECK(inPlace == 1000);
    }

    TEST_CASE("raw bytes between lines are not copied again and again") {
        // Each line is followed by one raw byte, in one large read.
        const Conn conn("\n");
        std::string read;
        for (int i = 0; i < 1000; ++i) read += "line\nr";
        int inPlace = 0;
        conn->onLine = [&](Bytes line) {
            inPlace += liesIn(line, read);
            conn->setRawMode();
        };
        conn->onRaw = [&](Bytes data) {
            inPlace += liesIn(data, read);
            conn->setLineMode(data.substr(1));
        };
        conn->dataReceived(read);
        CHECK(inPlace == 2000);
    }

    TEST_CASE("lines held back by pauses are copied once, not at each pause") {
        const Conn conn("\n");
        const char* expected = nullptr;
        int moved = 0;
        conn->onLine = [&](Bytes line) {
            conn->pauseProducing();
            if (conn->lines.size() > 2) moved += line.data() != expected;
            expected = line.data() + line.size() + 1;
        };
        std::string read;
        for (int i = 0; i < 1000; ++i) read += "line\n";
        conn.feed(read);
        while (conn->lines.size() < 1000) conn->resumeProducing();
        CHECK(moved == 0);
    }

    // No time is measured here: were each byte looked at, or copied, once more
    // for each read after it, these would take minutes, and the run's limit
    // of one minute would end them.
    TEST_CASE("2 MiB in reads of one byte are received in linear time") {
        constexpr std::size_t kSize = 2 << 20;
        const Conn conn("\r\n", kSize);
        for (std::size_t i = 0; i < kSize; ++i) conn->dataReceived("x");
        conn->dataReceived("\r");
        conn->dataReceived("\n");
        REQUIRE(conn->lines.size() == 1);
        CHECK(conn->lines.front().size() == kSize);
    }

    TEST_CASE("so are 2 MiB that are the delimiter's halves") {
        constexpr std::size_t kSize = 2 << 20;
        const Conn conn("\r\n", kSize + 1);
        const std::string read(kSize, '\n');
        conn->dataReceived("x");
        conn->dataReceived(read);
        conn->dataReceived("\r\n");
        REQUIRE(conn->lines.size() == 1);
        CHECK(conn->lines.front().size() == kSize + 1);
    }

    TEST_CASE("a line without end is held to its limit, and one read") {
        const Conn conn;
        conn->onTooLong = [] {};
        const std::string read(65536, 'x');
        for (int i = 0; i < 100; ++i) {
            conn->dataReceived(Bytes(read).substr(0, 16385));
            conn->dataReceived(read);
        }
        REQUIRE(conn->tooLong.size() == 100);
        for (const auto& line : conn->tooLong) {
            CHECK(line.size() <= 16384 + 2 + 65536);
        }
    }
}
