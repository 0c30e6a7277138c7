// A whole reactor: waits with poll(2) for descriptors and timers, then calls.
#pragma once

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

// One thread calls everything here, and everything here calls back on that
// thread, one callback at a time: while one runs, all others wait.
//
// A simplification: an exception that leaves a callback leaves run().
class PollReactor {
  public:
    using Clock = std::chrono::steady_clock;
    using Callback = std::function<void()>;
    // When a call is due, then its place in the queue: no two are equal.
    using TimerId = std::pair<Clock::time_point, std::uint64_t>;

    // Calls back in each turn in which reading from fd would not block: there
    // are bytes, or the end, or an error to collect. One reader and one writer
    // for each fd; another replaces it. Remove both before you close fd.
    void addReader(int fd, Callback call) { add(fd, &Watch::reader, call); }
    void removeReader(int fd) { remove(fd, &Watch::reader); }

    // The same for writing: there is room, or an error to collect. A socket
    // has room nearly always, so add a writer only while bytes are waiting.
    void addWriter(int fd, Callback call) { add(fd, &Watch::writer, call); }
    void removeWriter(int fd) { remove(fd, &Watch::writer); }

    // Calls back once, not before `when`, in order of time; calls for the same
    // time keep the order in which they were made. The past counts as now.
    TimerId callAt(Clock::time_point when, Callback call) {
        const TimerId id{std::max(when, Clock::now()), nextTimer_++};
        timers_.emplace(id, std::move(call));
        return id;
    }
    TimerId callLater(Clock::duration delay, Callback call) {
        return callAt(Clock::now() + delay, std::move(call));
    }
    // False if the call has run, is running or was cancelled before.
    bool cancel(const TimerId& id) { return !timers_.extract(id).empty(); }

    // #region run
    void run() {
        running_ = true;
        while (running_) turn();
    }
    // #endregion
    void stop() { running_ = false; }  // run() returns after this turn

    // How often poll has come back with something to do. An idle reactor's
    // number stands still.
    std::uint64_t turns() const { return turns_; }

  private:
    struct Watch {
        Callback reader, writer;
        std::uint64_t since;  // the turn in which it was added
    };

    // #region turn
    void turn() {
        std::vector<pollfd> polled = descriptors();
        const int found = ::poll(polled.data(), polled.size(), timeout());
        if (found < 0 && errno == EINTR) return;  // a signal came: ask again
        if (found < 0) {
            throw std::system_error(errno, std::generic_category(), "poll");
        }
        ++turns_;
        runTimers();
        for (const pollfd& entry : polled) dispatch(entry);
    }
    // #endregion

    // #region descriptors
    std::vector<pollfd> descriptors() const {
        std::vector<pollfd> polled;
        polled.reserve(watches_.size());
        for (const auto& [fd, watch] : watches_) {
            const int in = watch.reader ? POLLIN : 0;
            const int out = watch.writer ? POLLOUT : 0;
            polled.push_back({fd, static_cast<short>(in | out), 0});
        }
        return polled;
    }
    // #endregion

    // #region timeout
    int timeout() const {
        using std::chrono::milliseconds;
        if (timers_.empty()) return -1;  // until a descriptor is ready
        const auto left = timers_.begin()->first.first - Clock::now();
        // Rounded up: rounded down, the last fraction would be a busy loop.
        const auto wait = std::chrono::ceil<milliseconds>(left).count();
        constexpr milliseconds::rep kMost = std::numeric_limits<int>::max();
        return static_cast<int>(std::clamp<milliseconds::rep>(wait, 0, kMost));
    }
    // #endregion

    // #region timers
    void runTimers() {
        // What these calls add is due no earlier, and later in the queue: it
        // waits for the next turn, so that timers cannot starve descriptors.
        const TimerId limit{Clock::now(), nextTimer_};
        while (!timers_.empty() && timers_.begin()->first < limit) {
            const auto due = timers_.extract(timers_.begin());
            due.mapped()();
        }
    }
    // #endregion

    // #region dispatch
    void dispatch(const pollfd& entry) {
        // Reported whether asked for or not, and again until somebody acts.
        constexpr int kOver = POLLHUP | POLLERR | POLLNVAL;
        if (entry.revents & (POLLIN | kOver)) call(entry.fd, &Watch::reader);
        if (entry.revents & (POLLOUT | kOver)) call(entry.fd, &Watch::writer);
    }

    void call(int fd, Callback Watch::*which) {
        const auto found = watches_.find(fd);
        if (found == watches_.end()) return;  // an earlier call removed it
        if (found->second.since == turns_) return;  // a new socket, old number
        const Callback alive = found->second.*which;  // if it removes itself
        if (alive) alive();
    }
    // #endregion

    void add(int fd, Callback Watch::*which, Callback& call) {
        const auto [found, fresh] = watches_.try_emplace(fd);
        if (fresh) found->second.since = turns_;
        std::swap(found->second.*which, call);
    }

    void remove(int fd, Callback Watch::*which) {
        const auto found = watches_.find(fd);
        if (found == watches_.end()) return;
        // Goes last: what it holds may call us while it is destroyed.
        const Callback last = std::exchange(found->second.*which, nullptr);
        const Watch& watch = found->second;
        if (!watch.reader && !watch.writer) watches_.erase(found);
    }

    std::map<int, Watch> watches_;
    std::map<TimerId, Callback> timers_;
    std::uint64_t nextTimer_ = 0;
    std::uint64_t turns_ = 0;
    bool running_ = false;
};
