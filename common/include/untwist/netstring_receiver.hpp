// Netstrings: strings of any bytes, each with its length in front.
#pragma once

#include <cstddef>

#include "untwist/message_receiver.hpp"

namespace untwist {

// Receives netstrings (twisted.protocols.basic.NetstringReceiver): "5:hello,"
// is the string "hello" (https://cr.yp.to/proto/netstrings.txt). Anything else
// closes the connection: a length of more than maxLength or with a zero in
// front, no colon, no comma.
class NetstringReceiver : public MessageReceiver {
  public:
    static constexpr std::size_t kMaxLength = 99999;  // Twisted's MAX_LENGTH

    explicit NetstringReceiver(std::size_t maxLength = kMaxLength);

    // A string came, whole. It may be empty.
    virtual void stringReceived(Bytes string) = 0;

    void sendString(Bytes string);

  private:
    void receiveOne() override;
    void readLength();
    void readDigit(char digit);
    void stringComplete(Bytes stringAndComma);
    void malformed();

    std::size_t maxLength_;
    std::size_t length_ = 0;  // as far as its digits have come
    bool hasDigits_ = false;
    bool hasLength_ = false;  // the colon, too
};

}  // namespace untwist
