// Datagrams as they come from the kernel: many in one system call.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "socket.hpp"
#include "untwist/bytes.hpp"

namespace untwist {

// What was received last, until the next time. On Linux one system call brings
// all of it: an echo for each of 64 peers takes 1.1 of them, not 2.1.
class Datagrams {
  public:
    // What is longer than `maxSize` loses its end.
    explicit Datagrams(std::size_t maxSize);
    Datagrams(const Datagrams&) = delete;
    Datagrams& operator=(const Datagrams&) = delete;

    // Receives what is there, without blocking: how many, kAtOnce at most.
    // -1 if none could be, and errno. `stamped`: with their times of arrival.
    int receive(int descriptor, bool stamped);

    Bytes data(int place) const;
    Address sender(int place) const;
    Duration arrival(int place);  // zero unless the kernel tells

    // Reading on while there are more spares the system calls of waiting for
    // each; an end to it leaves other sockets and timers their turn.
    static constexpr int kAtOnce = 32;

  private:
#ifdef __linux__
    using Header = mmsghdr;
#else
    struct Header {
        msghdr msg_hdr;
        unsigned msg_len;
    };
#endif
    struct Slot {
        Udp::endpoint sender;
        iovec buffer;
        alignas(cmsghdr) std::array<char, 64> control;  // for its arrival
    };
    static int receiveAll(int descriptor, std::vector<Header>& headers);
    const Header& header(int place) const {
        return headers_[static_cast<std::size_t>(place)];
    }
    const Slot& slot(int place) const {
        return slots_[static_cast<std::size_t>(place)];
    }

    std::unique_ptr<char[]> buffers_;
    std::vector<Slot> slots_{kAtOnce};
    std::vector<Header> headers_{kAtOnce};
    int used_ = kAtOnce;  // headers that the kernel has written to
};

}  // namespace untwist
