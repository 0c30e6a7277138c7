// Exercise: send what the socket takes, keep the rest. You edit this file.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

// What one connection still has to send. None of its calls ever waits.
class Outbox {
  public:
    // `fd` is a non-blocking socket; who made it closes it, later. SIGPIPE is
    // ignored in this program: writing to a peer that has gone is an error,
    // EPIPE.
    explicit Outbox(int fd) : fd_(fd) {}

    // Sends these bytes after all earlier ones: now what the socket takes, and
    // the rest in later calls of flush.
    void write(std::string_view bytes) {
        // TODO: this sends some of them, sometimes.
        static_cast<void>(::write(fd_, bytes.data(), bytes.size()));
    }

    // poll has found room: sends more.
    void flush() {
        // TODO
    }

    // What to ask poll for: POLLOUT while bytes are waiting, else 0.
    short events() const {
        // TODO
        return 0;
    }

    // True once the peer has gone. Nothing is kept or sent any more.
    bool lost() const {
        // TODO
        return false;
    }

  private:
    int fd_;
};
