#include "capture.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

namespace untwist::support {

namespace {

// Where things are in an IPv4 header and in a TCP header.
constexpr int kProtocol = 9;
constexpr int kTcp = 6;
constexpr std::size_t kTotalLength = 2;
constexpr std::size_t kDestination = 2;
constexpr std::size_t kSequence = 4;
constexpr std::size_t kDataOffset = 12;
constexpr std::size_t kFlags = 13;
constexpr unsigned kFin = 1;
constexpr unsigned kSyn = 2;
constexpr unsigned kRst = 4;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// Packets come with their IP header in front, one copy of each.
int openPacketSocket() {
    return ::socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                    htons(ETH_P_IP));
}

// In the kernel: what is not TCP, from or to that port, is not even copied, so
// that other tests cannot fill the buffer.
void onlyPort(int fd, std::uint16_t port) {
    std::array<sock_filter, 9> code{
        sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_ABS, kProtocol),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kTcp, 0, 6),
        sock_filter BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        sock_filter BPF_STMT(BPF_LD | BPF_H | BPF_IND, 0),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 2, 0),
        sock_filter BPF_STMT(BPF_LD | BPF_H | BPF_IND, kDestination),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 0, 1),
        sock_filter BPF_STMT(BPF_RET | BPF_K, 128),
        sock_filter BPF_STMT(BPF_RET | BPF_K, 0)};
    const sock_fprog program{static_cast<unsigned short>(code.size()),
                             code.data()};
    if (::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
                     sizeof program) < 0) {
        fail("SO_ATTACH_FILTER");
    }
}

void onlyLoopback(int fd) {
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_IP);
    address.sll_ifindex = static_cast<int>(::if_nametoindex("lo"));
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address),
               sizeof address) < 0) {
        fail("bind to lo");
    }
}

std::uint32_t twoBytes(const unsigned char* at) {
    return static_cast<std::uint32_t>(at[0] << 8 | at[1]);
}

std::uint32_t fourBytes(const unsigned char* at) {
    return twoBytes(at) << 16 | twoBytes(at + 2);
}

}  // namespace

bool mayCapture() {
    const int fd = openPacketSocket();
    if (fd >= 0) ::close(fd);
    return fd >= 0;
}

Capture::Capture(std::uint16_t serverPort)
    : serverPort_(serverPort), fd_(openPacketSocket()) {
    if (fd_ < 0) fail("AF_PACKET");
    onlyPort(fd_, serverPort);
    onlyLoopback(fd_);
}

Capture::~Capture() { ::close(fd_); }

std::string Capture::tell() {
    std::array<unsigned char, 256> packet{};
    for (;;) {
        const auto size = ::recv(fd_, packet.data(), packet.size(), 0);
        if (size < 0) break;
        add(packet.data(), static_cast<std::size_t>(size));
    }
    flushBytes();
    return text_;
}

void Capture::add(const unsigned char* packet, std::size_t size) {
    const std::uint32_t ipHeader = (packet[0] & 0xfU) * 4;
    if (size < ipHeader + 20) return;
    const unsigned char* tcp = packet + ipHeader;
    const std::uint32_t tcpHeader = (tcp[kDataOffset] >> 4U) * 4U;
    const unsigned flags = tcp[kFlags];
    Side& side = twoBytes(tcp) == serverPort_ ? server_ : client_;

    // A kernel repeats what is not acknowledged at once. SYN and FIN count.
    const auto first = fourBytes(tcp + kSequence);
    const auto bytes = twoBytes(packet + kTotalLength) - ipHeader - tcpHeader;
    const auto end =
        first + bytes + ((flags & kSyn) ? 1 : 0) + ((flags & kFin) ? 1 : 0);
    const auto seen = side.next ? *side.next - first : 0;
    if (flags & kRst) return addEvent(side, "RST");
    if (end == first || seen >= end - first) return;
    side.next = end;
    if (flags & kSyn) addEvent(side, "SYN");
    if (bytes > seen) addBytes(side, bytes - seen);
    if (flags & kFin) addEvent(side, "FIN");
}

void Capture::addBytes(const Side& side, std::uint32_t bytes) {
    if (side.name != speaker_) flushBytes();
    speaker_ = side.name;
    bytes_ += bytes;
}

void Capture::addEvent(const Side& side, const char* event) {
    flushBytes();
    text_ += side.name + ": " + event + '\n';
}

void Capture::flushBytes() {
    if (bytes_ == 0) return;
    text_ += speaker_ + ": " + std::to_string(bytes_) + " bytes\n";
    bytes_ = 0;
}

}  // namespace untwist::support
