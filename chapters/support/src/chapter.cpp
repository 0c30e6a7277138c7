#include "support/chapter.hpp"

#include <chrono>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "advice.hpp"
#include "support/trace.hpp"

namespace untwist::support {

namespace {

// Longer than this, and whoever else is connected notices.
constexpr std::chrono::milliseconds kHeldTooLong{100};

// From now until `reactor` runs and takes them, SIGINT and SIGTERM wait: a
// Ctrl-C just after the program has said that it listens is not lost on it.
void holdSignalsUntilRunning(Reactor& reactor) {
    sigset_t signals;
    sigset_t before;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, &before);
    reactor.callWhenRunning(
        [before] { ::pthread_sigmask(SIG_SETMASK, &before, nullptr); });
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
