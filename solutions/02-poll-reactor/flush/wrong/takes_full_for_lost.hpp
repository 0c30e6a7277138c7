// Fails: a full socket is not a lost one
//
// You take every -1 for the end of the connection. A socket that is full
// answers -1, too, with EAGAIN in errno: not now. So you hang up on each client
// that reads more slowly than you write, which over a network is every one.
#pragma once

#include <poll.h>
#include <unistd.h>

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
        if (sent >= 0) return;
        lost_ = true;
        unsent_.clear();
    }

    short events() const {
        return static_cast<short>(unsent_.empty() ? 0 : POLLOUT);
    }

    bool lost() const { return lost_; }

  private:
    int fd_;
    std::string unsent_;
    bool lost_ = false;
};
