// Watching a reactor work: each call it makes, and how long it took.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "untwist/duration.hpp"

namespace untwist {

// One call that the reactor makes into the application. Times are read on
// IReactorTime::seconds()'s clock.
struct ReactorEvent {
    std::string_view what;     // "dataReceived", "callLater", ...
    std::string_view who;      // the protocol's or callable's type; may be ""
    std::uint64_t connection;  // a number per connection; 0: not one
    Duration ready;            // when it could have run: the bytes' arrival in
                               // the kernel (Linux), a timer's time
    Duration began;
    Duration ended;  // zero until it has

    std::string name() const;  // "dataReceived of Echo"
};

// Sees each event begin and end, on the reactor's thread. The views in the
// event are valid during the call. Must not throw. Events nest: a call made
// inside another (connectionMade inside buildProtocol's accept) shows both.
class ReactorObserver {
  public:
    virtual ~ReactorObserver() = default;
    virtual void eventBegan(const ReactorEvent& /*event*/) {}
    virtual void eventEnded(const ReactorEvent& /*event*/) {}
};

// An observer that logs "dataReceived of Echo held the reactor for 2.0 s" for
// each event that ran longer than `threshold`, and hands all on to `next`.
std::shared_ptr<ReactorObserver> warnOfSlowCallbacks(
    Duration threshold, std::shared_ptr<ReactorObserver> next = nullptr);

}  // namespace untwist
