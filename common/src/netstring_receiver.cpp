#include "untwist/netstring_receiver.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace untwist {

NetstringReceiver::NetstringReceiver(std::size_t maxLength)
    : maxLength_(std::min(maxLength, kLongest)) {}

void NetstringReceiver::receiveOne() {
    if (!hasLength_) return readLength();
    gather(length_ + 1, [this](Bytes string) { stringComplete(string); });
}

void NetstringReceiver::readLength() {
    while (!input().empty() && !hasLength_) {
        const char byte = take(1).front();
        if (byte == ':' && hasDigits_) {
            hasLength_ = true;
        } else {
            readDigit(byte);
        }
    }
}

void NetstringReceiver::readDigit(char digit) {
    const bool afterZero = hasDigits_ && length_ == 0;
    if (digit < '0' || digit > '9' || afterZero) return malformed();
    length_ = length_ * 10 + static_cast<std::size_t>(digit - '0');
    hasDigits_ = true;
    if (length_ > maxLength_) malformed();
}

void NetstringReceiver::stringComplete(Bytes stringAndComma) {
    if (stringAndComma.back() != ',') return malformed();
    length_ = 0;
    hasDigits_ = hasLength_ = false;
    stringReceived(stringAndComma.substr(0, stringAndComma.size() - 1));
}

void NetstringReceiver::malformed() {
    take(Bytes::npos);
    transport().loseConnection();
}

void NetstringReceiver::sendString(Bytes string) {
    const auto prefix = std::to_string(string.size()) + ":";
    transport().writeSequence(std::array<Bytes, 3>{prefix, string, ","});
}

}  // namespace untwist
