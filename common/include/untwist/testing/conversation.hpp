// A talk between a server's protocols and clients that a script plays, with no
// sockets: what the checks of exercises are written in.
//
//   conversation<Uppercase>([](Conversation& talk) {
//       auto& alice = talk.connect("alice");
//       alice.says("hello\n").hears("HELLO\n");
//       alice.leaves();
//   });
#pragma once

#include <memory>
#include <string_view>
#include <type_traits>

#include "untwist/factory.hpp"
#include "untwist/testing/clock.hpp"

namespace untwist::testing {

class Conversation;

// How bytes travel in one run of a script. Only the cuts differ; a protocol
// that is right does the same in each.
enum class Travel {
    whole,   // each says() arrives in one read
    byByte,  // each byte arrives in a read of its own
    joined,  // says() after says() arrives in one read
    slowly,  // the clients take 3 bytes at a time
};

// A client, by name. Each call is a step of the story. Those that expect
// something first let everything come to rest, then throw StoryFailure if it
// is not so. Ask Conversation::connect for one.
class Peer {
  public:
    virtual ~Peer() = default;

    virtual Peer& says(Bytes data) = 0;

    virtual Peer& hears(Bytes data) = 0;  // next; more may follow it
    virtual Peer& hearsNothing() = 0;     // no more than it has heard
    virtual Peer& isOpen() = 0;
    virtual Peer& isClosed() = 0;  // by the server, in order, all heard
    virtual Peer& isReset() = 0;   // the server aborted, or refused

    virtual Peer& halfCloses() = 0;    // says no more, still listens
    virtual Peer& leaves() = 0;        // closes: the server sees ConnectionDone
    virtual Peer& vanishes() = 0;      // resets: the server sees ConnectionLost
    virtual Peer& stopsReading() = 0;  // the server's output piles up
    virtual Peer& readsAgain() = 0;
};

// Something to call during a call that takes it: std::function without its
// copy, which would have to be compiled for each lambda of a check.
template <class R>
class Play {
  public:
    template <class F>
    Play(const F& play)
        : play_(&play), call_([](const void* f, Conversation& talk) -> R {
              return (*static_cast<const F*>(f))(talk);
          }) {}

    R operator()(Conversation& talk) const { return call_(play_, talk); }

  private:
    const void* play_;  // borrowed
    R (*call_)(const void*, Conversation&);
};

// One run of a script. Its transports behave as the reactor's do: what a
// protocol writes leaves later, in order; loseConnection sends it first,
// abortConnection drops it; connectionLost comes once, later, never inside
// another call; after it the transport is inert. An exception from the
// server's code ends its connection, shows in the story, and fails the run.
class Conversation {
  public:
    using MakeFactory = Play<std::shared_ptr<Factory>>;
    using Script = Play<void>;

    explicit Conversation(Travel travel);
    ~Conversation();
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    // A new client, connected. It lives as long as the conversation.
    Peer& connect(std::string_view name);

    void waits(Duration time);  // time passes; what is due happens

    // What a factory takes for its IReactorTime.
    Clock& clock();

    // Makes the factory, plays the script; then nothing may be left that a
    // client was sent and did not expect; then the clients that are still
    // there leave.
    void play(const MakeFactory& make, const Script& script);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Plays the script once in each way of travelling, each time with a factory
// of its own.
void playEveryWay(const Conversation::MakeFactory& make,
                  const Conversation::Script& script);

// A script against the factory that make() or make(talk) returns.
template <class Make>
void conversation(Make make, const Conversation::Script& script) {
    if constexpr (std::is_invocable_v<Make&, Conversation&>) {
        playEveryWay(make, script);
    } else {
        playEveryWay([&make](Conversation&) { return make(); }, script);
    }
}

// A script against connections that each get what make() returns.
using MakeProtocol = std::shared_ptr<Protocol> (*)();
void playWithProtocols(MakeProtocol make, const Conversation::Script& script);

// A script against connections that each get a P of their own.
template <class P>
void conversation(const Conversation::Script& script) {
    playWithProtocols([] { return std::shared_ptr<Protocol>(new P); }, script);
}

}  // namespace untwist::testing
