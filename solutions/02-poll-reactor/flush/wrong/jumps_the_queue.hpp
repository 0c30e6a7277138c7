// Fails: what is written while bytes wait comes after them
//
// You try the socket first with the new bytes, and keep what it does not take.
// But older bytes may be waiting while there is room again: poll has not come
// round to tell you. Then the new ones overtake them, and the peer reads the
// end in the middle. New bytes go behind those that wait.
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
        const auto sent = ::write(fd_, bytes.data(), bytes.size());
        if (sent < 0 && !notNow(errno)) {
            lost_ = true;
            unsent_.clear();
            return;
        }
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        unsent_ += bytes;
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
