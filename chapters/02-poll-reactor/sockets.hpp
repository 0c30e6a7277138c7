// What chapter 2 needs of POSIX besides poll: descriptors, a listening socket,
// and signals that arrive as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <unistd.h>

// Owns a descriptor: closes it at the end of its life.
class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

// True if a call on a non-blocking descriptor failed with `error` only because
// now was not the time: nothing is wrong, poll will say when to try again.
bool notNow(int error);

// A non-blocking socket that listens at an IP address. Port 0 lets the kernel
// pick one. Throws std::system_error: the port is taken, say.
Descriptor listenOn(const std::string& host, std::uint16_t port);

// The next client that waits, as a non-blocking socket. Empty, with errno
// saying why, if there is none or it cannot be taken.
Descriptor acceptFrom(int listener);

std::uint16_t portOf(int listener);  // the one the kernel picked

// SIGINT and SIGTERM as something that poll can wait for: fd() becomes
// readable when one has come. A second Ctrl-C ends the program at once. One
// lives at a time; the destructor puts back the defaults.
class SignalPipe {
  public:
    SignalPipe();
    ~SignalPipe();
    SignalPipe(const SignalPipe&) = delete;
    SignalPipe& operator=(const SignalPipe&) = delete;
    int fd() const { return readEnd_; }

  private:
    int readEnd_ = -1;
};
