// Fails: a large write through a small buffer arrives whole
//
// You keep all the bytes until a single ::write has taken every one. Those that
// went in the first attempt go again in the second: the peer gets the front of
// your message over and over, and the end never. Erase what has been sent.
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
        if (sent == static_cast<ssize_t>(unsent_.size())) unsent_.clear();
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
