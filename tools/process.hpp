// Starts other programs so that Ctrl-C, or a time limit, ends them with us.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace untwist::tools {

using Argv = std::vector<std::string>;

// Thrown when SIGINT, SIGTERM or SIGHUP came while a child ran; the child and
// all that it started are gone by then.
struct Interrupted {
    int signal;
};

// To be called once, before anything else here. SIGPIPE ends the tool quietly
// from then on: whoever read our output has seen enough.
void watchSignals();

// Throws Interrupted if a signal has come.
void checkInterrupted();

// Runs argv to its end and returns its exit code (128 + n after signal n).
// Its standard output and standard error go to `onOutput`, which is called
// twice a second even if nothing came. Throws std::runtime_error if it cannot
// be started.
int capture(const Argv& argv,
            const std::function<void(std::string_view)>& onOutput);

// Runs argv on our own terminal. No value: it took longer than `limit`, and
// was killed together with everything it started.
std::optional<int> runWithin(const Argv& argv, std::chrono::seconds limit);

// Replaces this process by argv, so that signals go straight to it.
[[noreturn]] void become(const Argv& argv);

}  // namespace untwist::tools
