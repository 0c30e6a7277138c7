#include "react.hpp"

#include <csignal>
#include <optional>

#include "signals.hpp"

namespace untwist::tools {

int react(const std::function<Deferred<int>(Reactor&)>& main) {
    Reactor reactor;
    std::optional<Result<int>> result;
    int interruptedBy = 0;
    std::shared_ptr<Signals> signals;
    Deferred<int> work;
    reactor.callWhenRunning([&] {
        // From here on, since run() takes SIGTERM for itself.
        signals =
            Signals::watch(reactor, {SIGINT, SIGTERM, SIGHUP}, [&](int number) {
                interruptedBy = number;
                work.cancel();
            });
        work = maybeDeferred(main, reactor);
        work.addBoth([&](Result<int> end) {
            result = std::move(end);
            reactor.stop();  // waits for the children that still have to go
        });
    });
    reactor.run();
    if (interruptedBy != 0) throw Interrupted{interruptedBy};
    return std::move(result).value().value();
}

Deferred<void> later(IReactorTime& clock, Duration delay) {
    auto call = std::make_shared<DelayedCall>();
    Deferred<void> fired([call](Deferred<void>&) { call->cancel(); });
    *call = clock.callLater(delay, [fired] { fired.callback(); });
    return fired;
}

}  // namespace untwist::tools
