// testing::Conversation against protocols that behave, and that do not.
#include "untwist/testing/conversation.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "untwist/error.hpp"
#include "untwist/testing/story.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::Failure;
using untwist::IHalfCloseableProtocol;
using untwist::IReactorTime;
using untwist::Protocol;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::StoryFailure;
using untwist::testing::Travel;

namespace {

using namespace std::chrono_literals;

class Echo : public Protocol {
    void dataReceived(Bytes data) override { transport().write(data); }
};

// What a conversation's failure says; "" if it does not fail.
template <class P>
std::string failureOf(const Conversation::Script& script) {
    try {
        conversation<P>(script);
        return "";
    } catch (const StoryFailure& failure) {
        return failure.what();
    }
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// Writes each call it gets to the log.
class Logging : public Protocol {
  public:
    explicit Logging(std::string& log) : log_(log) {}
    void connectionMade() override { log_ += "made "; }
    void dataReceived(Bytes data) override {
        log_ += "[" + std::string(data) + "] ";
    }
    void connectionLost(const Failure& reason) override {
        log_ += "lost:" + reason.type().substr(16) + " ";
    }

  protected:
    std::string& log_;
};

template <class P>
auto loggingTo(std::string& log) {
    return [&log](Conversation&) {
        return Factory::forProtocol<P>(std::ref(log));
    };
}

}  // namespace

TEST_CASE("a script that is met says nothing") {
    CHECK(failureOf<Echo>([](Conversation& talk) {
              auto& alice = talk.connect("alice");
              alice.says("hello\n").hears("hello\n").hearsNothing().isOpen();
              alice.leaves();
          }) == "");
}

TEST_CASE("a failure tells the steps, what was expected and what came") {
    const auto story = failureOf<Echo>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hello\n").hears("HELLO\n");
    });
    CHECK(story ==
          "  (each message arrives in one read)\n"
          "   1. alice connects\n"
          "   2. alice says \"hello\\n\"\n"
          "   3. alice should hear \"HELLO\\n\"\n"
          "     expected  \"HELLO\\n\"\n"
          "     got       \"hello\\n\"");
}

TEST_CASE("what nobody expected fails at the end of the script") {
    const auto story = failureOf<Echo>(
        [](Conversation& talk) { talk.connect("alice").says("hello\n"); });
    CHECK(contains(story, "expected  nothing more for alice"));
    CHECK(contains(story, "got       \"hello\\n\""));
}

TEST_CASE("bytes travel whole, one by one, and joined") {
    const auto readsOf = [](Travel travel) {
        std::string log;
        Conversation(travel).play(loggingTo<Logging>(log),
                                  [](Conversation& talk) {
                                      auto& alice = talk.connect("alice");
                                      alice.says("ab").says("c");
                                      alice.leaves();
                                  });
        return log;
    };
    CHECK(readsOf(Travel::whole) == "made [ab] [c] lost:ConnectionDone ");
    CHECK(readsOf(Travel::byByte) == "made [a] [b] [c] lost:ConnectionDone ");
    CHECK(readsOf(Travel::joined) == "made [abc] lost:ConnectionDone ");
}

TEST_CASE("an expectation between two messages keeps them apart") {
    std::string log;
    Conversation(Travel::joined)
        .play(loggingTo<Logging>(log), [](Conversation& talk) {
            talk.connect("alice").says("ab").hearsNothing().says("c");
        });
    CHECK(log == "made [ab] [c] lost:ConnectionDone ");
}

TEST_CASE("the story says how the bytes were cut when only that cut fails") {
    class Once : public Protocol {  // answers a line only if it is one read
        void dataReceived(Bytes data) override {
            if (data == "hi\n") transport().write("ho\n");
        }
    };
    const auto story = failureOf<Once>([](Conversation& talk) {
        talk.connect("alice").says("hi\n").hears("ho\n");
    });
    CHECK(contains(story, "each byte arrives in a read of its own"));
    CHECK(contains(story, "got       nothing"));
}

TEST_CASE("loseConnection sends what was written, then closes") {
    class Bye : public Protocol {
        void connectionMade() override {
            transport().write("good");
            transport().loseConnection();
            transport().write("bye\n");
        }
    };
    CHECK(failureOf<Bye>([](Conversation& talk) {
              talk.connect("alice").hears("goodbye\n").isClosed();
          }) == "");
}

TEST_CASE("abortConnection drops what was written") {
    class Rude : public Protocol {
        void connectionMade() override {
            transport().write("goodbye\n");
            transport().abortConnection();
        }
    };
    CHECK(failureOf<Rude>([](Conversation& talk) {
              talk.connect("alice").hearsNothing().isReset();
          }) == "");
    CHECK(contains(failureOf<Rude>([](Conversation& talk) {
                       talk.connect("alice").hears("goodbye\n");
                   }),
                   "got       nothing, and the connection was reset"));
}

TEST_CASE("nothing is read after loseConnection") {
    class First : public Logging {
      public:
        using Logging::Logging;
        void dataReceived(Bytes data) override {
            Logging::dataReceived(data);
            transport().loseConnection();
        }
    };
    std::string log;
    Conversation(Travel::byByte)
        .play(loggingTo<First>(log), [](Conversation& talk) {
            talk.connect("alice").says("abc").isClosed();
        });
    CHECK(log == "made [a] lost:ConnectionDone ");
}

TEST_CASE("connectionLost never runs inside a call of the protocol's") {
    class Nested : public Logging {
      public:
        using Logging::Logging;
        void dataReceived(Bytes) override {
            transport().loseConnection();
            transport().abortConnection();
            log_ += "returned ";
        }
    };
    std::string log;
    Conversation(Travel::whole)
        .play(loggingTo<Nested>(log),
              [](Conversation& talk) { talk.connect("alice").says("a"); });
    CHECK(log == "made returned lost:ConnectionAborted ");
}

TEST_CASE("the reason tells a close from a broken connection") {
    std::string log;
    conversation(loggingTo<Logging>(log), [&](Conversation& talk) {
        log.clear();
        talk.connect("alice").leaves();
        talk.connect("bob").vanishes();
        CHECK(log == "made lost:ConnectionDone made lost:ConnectionLost ");
    });
}

TEST_CASE("a client that half-closes still gets its answer") {
    CHECK(failureOf<Echo>([](Conversation& talk) {
              talk.connect("alice")
                  .says("hello\n")
                  .halfCloses()
                  .hears("hello\n")
                  .isClosed();
          }) == "");
}

TEST_CASE("a half-closeable protocol is told and may go on writing") {
    class Half : public Logging, public IHalfCloseableProtocol {
      public:
        using Logging::Logging;
        void readConnectionLost() override {
            transport().write("so long\n");
            transport().loseWriteConnection();
        }
        void writeConnectionLost() override {
            log_ += "written ";
            transport().loseConnection();
        }
    };
    std::string log;
    conversation(loggingTo<Half>(log), [&](Conversation& talk) {
        log.clear();
        talk.connect("alice").halfCloses().hears("so long\n").isClosed();
        CHECK(log == "made written lost:ConnectionDone ");
    });
}

TEST_CASE("a paused transport delivers nothing until it is resumed") {
    class Paused : public Logging {
      public:
        Paused(std::string& log, IReactorTime& time)
            : Logging(log), time_(time) {}
        void connectionMade() override {
            transport().pauseProducing();
            time_.callLater(5s, [this] { transport().resumeProducing(); });
        }

      private:
        IReactorTime& time_;
    };
    std::string log;
    conversation(
        [&](Conversation& talk) {
            return Factory::forProtocol<Paused>(
                std::ref(log), std::ref<IReactorTime>(talk.clock()));
        },
        [&](Conversation& talk) {
            log.clear();
            talk.connect("alice").says("a").leaves();
            CHECK(log.empty());
            talk.waits(5s);
            CHECK(log == "[a] lost:ConnectionDone ");
        });
}

TEST_CASE("a client that does not read stops the echo, and loses nothing") {
    const std::string lots(200'000, 'x');
    CHECK(failureOf<Echo>([&](Conversation& talk) {
              auto& alice = talk.connect("alice");
              alice.stopsReading().says(lots).hearsNothing();
              alice.readsAgain().hears(lots);
          }) == "");
}

TEST_CASE("an exception ends its connection and fails the conversation") {
    class Throwing : public Protocol {
        void dataReceived(Bytes) override { throw std::out_of_range("oh"); }
    };
    const auto story = failureOf<Throwing>(
        [](Conversation& talk) { talk.connect("alice").says("x").isClosed(); });
    CHECK(contains(story,
                   "! dataReceived of Throwing threw "
                   "std::out_of_range: oh\n"));
    CHECK(contains(story, "expected  no exception"));
}

TEST_CASE("a factory that refuses closes the connection") {
    class Refusing : public Factory {
        std::shared_ptr<Protocol> buildProtocol(
            const untwist::Address&) override {
            return nullptr;
        }
    };
    conversation([] { return std::make_shared<Refusing>(); },
                 [](Conversation& talk) { talk.connect("alice").isClosed(); });
}

TEST_CASE("protocols go when their connection is lost") {
    class Counted : public Protocol {
      public:
        explicit Counted(int& alive) : alive_(++alive) {}
        ~Counted() override { --alive_; }

      private:
        int& alive_;
    };
    int alive = 0;
    conversation([&] { return Factory::forProtocol<Counted>(std::ref(alive)); },
                 [&](Conversation& talk) {
                     auto& alice = talk.connect("alice");
                     CHECK(alive == 1);
                     alice.leaves();
                     CHECK(alive == 0);
                 });
}

TEST_CASE("a long answer that is wrong is told from where it differs") {
    const auto story = failureOf<Echo>([](Conversation& talk) {
        const std::string same(1000, 'x');
        talk.connect("alice").says(same + "a").hears(same + "b");
    });
    CHECK(contains(story, "expected  \"xxxxxxxxxxb\", from byte 990 on"));
    CHECK(contains(story, "got       \"xxxxxxxxxxa\""));
}
