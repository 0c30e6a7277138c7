// Fails: poll is asked for room while bytes wait, and no longer
//
// You begin to ask for POLLOUT when bytes have to wait, and never stop. An idle
// socket has room, so from then on poll comes back at once, every time: nothing
// is wrong to see, and one core is busy for ever. Stop asking when the last
// byte has gone.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

class Outbox {
  public:
    explicit Outbox(int fd) : fd_(fd) {}

    void write(std::string_view bytes) {
        if (lost_) return;
        unsent_ += bytes;
        flush();
    }

    void flush() {
        if (unsent_.empty()) return;
        const auto sent = ::write(fd_, unsent_.data(), unsent_.size());
        if (sent > 0) unsent_.erase(0, static_cast<std::size_t>(sent));
        if (!unsent_.empty()) armed_ = true;
        if (sent >= 0 || notNow(errno)) return;
        lost_ = true;
        armed_ = false;
        unsent_.clear();
    }

    short events() const { return static_cast<short>(armed_ ? POLLOUT : 0); }

    bool lost() const { return lost_; }

  private:
    static bool notNow(int error) {
        return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
    }

    int fd_;
    std::string unsent_;
    bool lost_ = false;
    bool armed_ = false;
};
