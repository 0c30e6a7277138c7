// Solution: send what the socket takes, keep the rest.
//
// All bytes go through one string, at its end, and leave it at its front, so
// they cannot change places. What to ask poll for follows from the string:
// there is no flag that could be forgotten. EAGAIN is not an error, it is the
// socket's way to say: not now.
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
        if (sent >= 0 || notNow(errno)) return;
        lost_ = true;
        unsent_.clear();
    }

    short events() const {
        return static_cast<short>(unsent_.empty() ? 0 : POLLOUT);
    }

    bool lost() const { return lost_; }

  private:
    static bool notNow(int error) {
        return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
    }

    int fd_;
    std::string unsent_;
    bool lost_ = false;
};
