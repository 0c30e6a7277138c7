#include "datagrams.hpp"

#include <algorithm>

namespace untwist {

Datagrams::Datagrams(std::size_t maxSize) {
    // Buffers whose beginnings are a power of two apart would share the few
    // places that a CPU's cache has for such addresses.
    constexpr std::size_t kApart = 64;
    const auto size = maxSize + kApart;
    // Not made zero: of a buffer, only what is received takes up memory.
    buffers_.reset(new char[size * kAtOnce]);
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        slots_[i].buffer = {buffers_.get() + i * size, maxSize};
    }
}

int Datagrams::receive(int descriptor, bool stamped) {
    for (int i = 0; i < used_; ++i) {
        auto& slot = slots_[static_cast<std::size_t>(i)];
        auto& message = headers_[static_cast<std::size_t>(i)].msg_hdr;
        message.msg_name = slot.sender.data();
        message.msg_namelen = static_cast<socklen_t>(slot.sender.capacity());
        message.msg_iov = &slot.buffer;
        message.msg_iovlen = 1;
        message.msg_control = slot.control.data();
        message.msg_controllen = stamped ? slot.control.size() : 0;
    }
    const int count = receiveAll(descriptor, headers_);
    used_ = std::max(count, 0);
    for (int i = 0; i < used_; ++i) {
        slots_[static_cast<std::size_t>(i)].sender.resize(
            header(i).msg_hdr.msg_namelen);
    }
    return count;
}

int Datagrams::receiveAll(int descriptor, std::vector<Header>& headers) {
#ifdef __linux__
    return ::recvmmsg(descriptor, headers.data(), kAtOnce, 0, nullptr);
#else
    int count = 0;
    for (auto& header : headers) {
        const auto size = ::recvmsg(descriptor, &header.msg_hdr, 0);
        if (size < 0) break;
        header.msg_len = static_cast<unsigned>(size);
        ++count;
    }
    return count > 0 ? count : -1;
#endif
}

Bytes Datagrams::data(int place) const {
    return {static_cast<const char*>(slot(place).buffer.iov_base),
            header(place).msg_len};
}

Address Datagrams::sender(int place) const {
    return toAddress(slot(place).sender);
}

Duration Datagrams::arrival(int place) {
    return arrivalOf(headers_[static_cast<std::size_t>(place)].msg_hdr);
}

}  // namespace untwist
