#include "untwist/int_string_receiver.hpp"

#include <array>
#include <string>

#include "untwist/error.hpp"

namespace untwist {

void IntNStringReceiver::receiveOne() {
    for (; prefixRead_ < prefixLength_; ++prefixRead_) {
        if (input().empty()) return;
        const auto byte = static_cast<unsigned char>(take(1).front());
        length_ = length_ << 8U | byte;
    }
    if (length_ > maxLength_) {
        take(Bytes::npos);
        return lengthLimitExceeded(length_);
    }
    gather(length_, [this](Bytes string) {
        prefixRead_ = 0;
        length_ = 0;
        stringReceived(string);
    });
}

void IntNStringReceiver::lengthLimitExceeded(std::size_t /*length*/) {
    transport().loseConnection();
}

void IntNStringReceiver::sendString(Bytes string) {
    const int bits = 8 * prefixLength_;
    const auto limit = (std::uint64_t{1} << bits) - 1;
    if (string.size() > limit) {
        throw error::StringTooLongError(string.size(), limit);
    }
    std::string prefix;
    for (int shift = bits - 8; shift >= 0; shift -= 8) {
        prefix += static_cast<char>(string.size() >> shift);
    }
    transport().writeSequence(std::array<Bytes, 2>{prefix, string});
}

}  // namespace untwist
