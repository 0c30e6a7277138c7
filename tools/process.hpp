// Other programs, started so that Ctrl-C, or whoever gives up waiting for one,
// ends it together with all that it has started.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "react.hpp"

namespace untwist::tools {

using Argv = std::vector<std::string>;
using Output = std::function<void(Bytes)>;

struct StartOptions {
    std::vector<std::string> env = {};  // "NAME=value", besides ours
    int held =
        -1;  // a descriptor of ours that it keeps open as long as it runs
};

// Runs argv in a process group of its own, without anything to read. What it
// prints goes to `onOutput`. The result is its exit code, 128 + n after signal
// n; or std::runtime_error, if it cannot be started. Whatever it leaves behind
// in its group is killed.
//
// cancel() asks all of the group to end, as Ctrl-C does, and kills it two
// seconds later. A reactor that stops waits for that.
Deferred<int> start(Reactor& reactor, const Argv& argv, Output onOutput,
                    const StartOptions& options = {});

// The same on a reactor of its own, for who has none. Throws Interrupted, too.
int capture(const Argv& argv, const Output& onOutput);

// Replaces this process by argv, so that signals go straight to it.
[[noreturn]] void become(const Argv& argv);

}  // namespace untwist::tools
