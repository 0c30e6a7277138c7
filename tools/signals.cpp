#include "signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace untwist::tools {

namespace {

// Where each signal's number is written to. A handler may do no more than
// that: it may come at any instant.
std::array<volatile int, NSIG> pipes{};

void onSignalNow(int number) {
    const int saved = errno;
    const auto byte = static_cast<char>(number);
    [[maybe_unused]] const auto written =
        write(pipes.at(static_cast<std::size_t>(number)), &byte, 1);
    errno = saved;
}

}  // namespace

std::shared_ptr<Signals> Signals::watch(IReactorFDSet& reactor,
                                        std::initializer_list<int> numbers,
                                        Handler onSignal) {
    auto signals = std::make_shared<Signals>(numbers, std::move(onSignal));
    reactor.addReader(signals);
    return signals;
}

Signals::Signals(std::initializer_list<int> numbers, Handler onSignal)
    : onSignal_(std::move(onSignal)) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0)
        throw std::runtime_error("cannot make a pipe for signals");
    for (const int end : ends) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    reading_ = ends[0];
    writing_ = ends[1];
    for (const int number : numbers) {
        pipes.at(static_cast<std::size_t>(number)) = writing_;
        struct sigaction action {};
        action.sa_handler = onSignalNow;
        action.sa_flags = SA_RESTART;
        saved_.push_back({number, {}});
        sigaction(number, &action, &saved_.back().action);
    }
}

Signals::~Signals() {
    for (const auto& [number, action] : saved_)
        sigaction(number, &action, nullptr);
    close(reading_);
    close(writing_);
}

std::optional<Failure> Signals::doRead() {
    char number = 0;
    if (read(reading_, &number, 1) == 1) onSignal_(number);
    return {};
}

}  // namespace untwist::tools
