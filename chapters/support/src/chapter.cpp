#include "support/chapter.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <unistd.h>

#include "advice.hpp"
#include "support/trace.hpp"

namespace untwist::support {

namespace {

// Longer than this, and whoever else is connected notices.
constexpr std::chrono::milliseconds kHeldTooLong{100};

void (*reactorsHandler)(int) = nullptr;

// The terminal has just shown ^C. What comes next gets a line of its own.
void endLine(int number) {
    const int before = errno;
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, "\n", 1);
    errno = before;
    reactorsHandler(number);
}

// Call it when the reactor has taken SIGINT, which it hands back itself.
void endLineOnInterrupt() {
    struct sigaction action {};
    ::sigaction(SIGINT, nullptr, &action);
    const bool taken =
        action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN;
    if (!taken || !::isatty(STDERR_FILENO)) return;
    reactorsHandler = std::exchange(action.sa_handler, endLine);
    ::sigaction(SIGINT, &action, nullptr);
}

// From now until `reactor` runs and takes them, SIGINT and SIGTERM wait: a
// Ctrl-C just after the program has said that it listens is not lost on it.
void holdSignalsUntilRunning(Reactor& reactor) {
    sigset_t signals;
    sigset_t before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, &before);
    reactor.callWhenRunning([before] {
        endLineOnInterrupt();
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    });
}

}  // namespace

int chapter(int argc, char** argv,
            Function<void(Reactor&, const Options&)> setUp) {
    Options options;
    return chapter(argc, argv, options, std::move(setUp));
}

int chapter(int argc, char** argv, Options& options,
            Function<void(Reactor&, const Options&)> setUp) {
    return guarded([&] {
        if (const int code = options.parse(argc, argv); code >= 0) return code;
        std::shared_ptr<ChromeTrace> trace;
        if (!options.trace().empty()) {
            trace = std::make_shared<ChromeTrace>(options.trace());
        }
        Reactor reactor;
        reactor.setObserver(warnOfSlowCallbacks(kHeldTooLong, trace));
        holdSignalsUntilRunning(reactor);
        try {
            setUp(reactor, options);
        } catch (const error::CannotListenError& error) {
            const auto message = cannotListen(options, error.code());
            if (message.empty()) throw;
            throw std::runtime_error(message);
        }
        reactor.run();
        if (trace) trace->finish();
        return 0;
    });
}

void sayListening(const Address& address) {
    sayListening(address.host(), address.port());
}

}  // namespace untwist::support
