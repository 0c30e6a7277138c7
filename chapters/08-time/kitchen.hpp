// Calls that are put off, brought forward and called off.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "untwist/delayed_call.hpp"
#include "untwist/error.hpp"
#include "untwist/reactor_interfaces.hpp"

using Say = std::function<void(std::string_view line)>;

// Lines that begin with the seconds since it was made.
inline Say withStopwatch(const untwist::IReactorTime& time, const Say& say) {
    return [&time, say, began = time.seconds()](std::string_view line) {
        const std::chrono::duration<double> gone = time.seconds() - began;
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%4.1f s  ", gone.count());
        say(text.data() + std::string(line));
    };
}

// #region cook
inline void cook(untwist::IReactorTime& time, const Say& say) {
    using namespace std::chrono_literals;
    say("tea in 3 s, eggs in 5 s, guests in 4 s");
    auto tea = time.callLater(3s, [say] { say("the tea is ready"); });
    auto eggs = time.callLater(5s, [say] { say("the eggs are done"); });
    auto guests = time.callLater(4s, [say] { say("the guests are here"); });

    time.callLater(1s, [=]() mutable {
        say("a new pot of tea, harder eggs, no guests");
        tea.reset(3s);    // three seconds from now: at 4
        eggs.delay(1s);   // a second later than planned: at 6
        guests.cancel();  // never
    });

    time.callLater(7s, [=]() mutable {
        say(eggs.active() ? "eggs: to come" : "eggs: no longer to come");
        try {
            eggs.delay(1s);
        } catch (const untwist::error::AlreadyCalled& error) {
            say(error.what());
        }
    });
}
// #endregion
