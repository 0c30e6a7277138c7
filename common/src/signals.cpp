#include "signals.hpp"

#include <utility>

namespace untwist {

SignalHandlers::SignalHandlers(asio::io_context& io, Callback onSignal)
    : signals_(io), onSignal_(std::move(onSignal)) {
    struct sigaction current {};
    ::sigaction(SIGINT, nullptr, &current);
    if (current.sa_handler == SIG_DFL) take(SIGINT);
    take(SIGTERM);
    wait();
}

SignalHandlers::~SignalHandlers() {
    asio::error_code ignored;
    signals_.clear(ignored);
    for (const auto& [number, action] : saved_) {
        ::sigaction(number, &action, nullptr);
    }
}

void SignalHandlers::take(int number) {
    Saved saved{number, {}};
    ::sigaction(number, nullptr, &saved.action);
    saved_.push_back(saved);
    asio::error_code ignored;
    signals_.add(number, ignored);
}

void SignalHandlers::wait() {
    signals_.async_wait([this](const asio::error_code& cancelled, int) {
        if (cancelled) return;
        wait();
        onSignal_();
    });
}

}  // namespace untwist
