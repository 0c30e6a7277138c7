#include "load/clients.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace untwist::load {

namespace {

// A datagram may be lost, and a refused connection is not tried again at once.
constexpr auto kResendAfter = std::chrono::milliseconds(200);

std::string oneGo(const Pattern& pattern) {
    std::string request(pattern.requestSize, 'x');
    if (pattern.lines) {
        request.replace(request.size() - 2, 2, "\r\n");
    }
    std::string all;
    for (int i = 0; i < pattern.depth; ++i) all += request;
    return all;
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Clients::Clients(const Pattern& pattern, const sockaddr_in& server)
    : pattern_(pattern),
      server_(server),
      request_(oneGo(pattern)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      clients_(static_cast<std::size_t>(pattern.connections)),
      events_(256) {}

Connected Clients::connect() {
    Connected connected;
    const auto deadline = Clock::now() + pattern_.connectLimit;
    for (auto& client : clients_) {
        if (pattern_.reconnect) break;
        try {
            if (Clock::now() > deadline) {
                throw std::system_error(ETIMEDOUT, std::generic_category());
            }
            client.socket = open();
            watch(client, EPOLL_CTL_ADD, EPOLLIN);
            ++connected.open;
        } catch (const std::system_error& error) {
            if (connected.failed++ == 0) connected.error = error.what();
        }
    }
    return connected;
}

Result Clients::run(Window window) {
    result_ = {};
    left_ = window.requests;
    open_ = true;
    began_ = lastSweep_ = Clock::now();
    for (auto& client : clients_) {
        client.served = client.told = false;
        if (client.busy) continue;
        if (client.socket || pattern_.reconnect) next(client);
    }
    const auto end = began_ + window.time;
    while (onTheirWay_ > 0 && Clock::now() < end) poll(end);
    open_ = false;
    result_.seconds = Clock::now() - began_;
    pattern_.ongoing ? leaveOff() : waitForTheRest();
    return std::exchange(result_, {});
}

void Clients::leaveOff() {
    const auto now = Clock::now();
    for (const auto& client : clients_) {
        if (client.served) ++result_.served;
        if (!client.busy || client.told) continue;
        const auto number = static_cast<std::size_t>(&client - clients_.data());
        result_.goes.push_back({number, now - client.began, false});
    }
}

void Clients::waitForTheRest() {
    const auto patience = Clock::now() + pattern_.patience;
    while (onTheirWay_ > 0 && Clock::now() < patience) poll(patience);
    for (auto& client : clients_) {
        if (!client.busy) continue;
        failed(client, "no answer");
        result_.unanswered += static_cast<std::uint64_t>(pattern_.depth);
    }
}

void Clients::next(Client& client) {
    const auto count = static_cast<std::uint64_t>(pattern_.depth);
    if (!open_ || left_ < count) return;
    left_ -= count;
    client.busy = true;
    ++onTheirWay_;
    client.began = Clock::now();
    client.unsent = request_.size();
    client.awaited =
        pattern_.replySize * static_cast<std::size_t>(pattern_.depth);
    begin(client);
}

void Clients::done(Client& client) {
    const auto count = static_cast<std::uint64_t>(pattern_.depth);
    (open_ ? result_.answered : result_.late) += count;
    result_.latency.add(Clock::now() - client.began);
    client.served = true;
    if (pattern_.ongoing && client.began >= began_) tell(client);
    client.busy = false;
    --onTheirWay_;
    next(client);
}

void Clients::tell(Client& client) {
    client.told = true;
    const auto number = static_cast<std::size_t>(&client - clients_.data());
    result_.goes.push_back({number, Clock::now() - client.began, true});
}

void Clients::failed(Client& client, const std::string& error) {
    if (result_.failures++ == 0) result_.error = error;
    client.socket = Descriptor();
    client.wantsRoom = false;
    if (std::exchange(client.busy, false)) --onTheirWay_;
}

void Clients::watch(Client& client, int operation, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &client;
    ::epoll_ctl(epoll_.get(), operation, client.socket.get(), &event);
}

void Clients::poll(Clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        std::min(until, lastSweep_ + kResendAfter) - Clock::now());
    const int count = ::epoll_wait(
        epoll_.get(), events_.data(), static_cast<int>(events_.size()),
        static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    for (int i = 0; i < count; ++i) {
        const auto& event = events_[static_cast<std::size_t>(i)];
        ready(*static_cast<Client*>(event.data.ptr), event.events);
    }
    if (Clock::now() >= lastSweep_ + kResendAfter) sweep();
}

void Clients::sweep() {
    lastSweep_ = Clock::now();
    for (auto& client : clients_) {
        if (client.busy && lastSweep_ - client.began > kResendAfter) {
            overdue(client);
        } else if (!client.busy && pattern_.reconnect) {
            next(client);  // its last connection failed
        }
    }
}

}  // namespace untwist::load
