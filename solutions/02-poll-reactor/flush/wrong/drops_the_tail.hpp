// Fails: a large write through a small buffer arrives whole
//
// You write all the bytes and do not look at the answer. With five bytes that
// is right every time; with 200 kB the socket takes what fits, says how
// much that was, and the rest is gone without an error. What ::write returns is
// how much it took. Keep the rest.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

class Outbox {
  public:
    explicit Outbox(int fd) : fd_(fd) {}

    void write(std::string_view bytes) {
        if (lost_) return;
        const auto sent = ::write(fd_, bytes.data(), bytes.size());
        if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) lost_ = true;
    }

    void flush() {}
    short events() const { return 0; }
    bool lost() const { return lost_; }

  private:
    int fd_;
    bool lost_ = false;
};
