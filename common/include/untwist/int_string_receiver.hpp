// Strings of any bytes, each with its length in front as a binary number.
#pragma once

#include <cstddef>
#include <cstdint>

#include "untwist/message_receiver.hpp"

namespace untwist {

// What Int8-, Int16- and Int32StringReceiver share
// (twisted.protocols.basic.IntNStringReceiver). The length is big-endian, and
// does not count itself.
class IntNStringReceiver : public MessageReceiver {
  public:
    static constexpr std::size_t kMaxLength = 99999;  // Twisted's MAX_LENGTH

    // A string came, whole. It may be empty.
    virtual void stringReceived(Bytes string) = 0;

    // The peer announces a string longer than maxLength. Nothing is kept of
    // what it sends from here on. Closes the connection, unless overridden;
    // then it is called again for every read that follows.
    virtual void lengthLimitExceeded(std::size_t length);

    // Throws error::StringTooLongError, and sends nothing, if the prefix
    // cannot count that far. The peer's maxLength may be less.
    void sendString(Bytes string);

  protected:
    IntNStringReceiver(int prefixLength, std::size_t maxLength)
        : maxLength_(maxLength), prefixLength_(prefixLength) {}

  private:
    void receiveOne() override;

    std::size_t maxLength_;
    int prefixLength_;  // bytes
    int prefixRead_ = 0;
    std::uint32_t length_ = 0;  // as far as the prefix has come
};

class Int8StringReceiver : public IntNStringReceiver {
  public:
    explicit Int8StringReceiver(std::size_t maxLength = kMaxLength)
        : IntNStringReceiver(1, maxLength) {}
};

class Int16StringReceiver : public IntNStringReceiver {
  public:
    explicit Int16StringReceiver(std::size_t maxLength = kMaxLength)
        : IntNStringReceiver(2, maxLength) {}
};

class Int32StringReceiver : public IntNStringReceiver {
  public:
    explicit Int32StringReceiver(std::size_t maxLength = kMaxLength)
        : IntNStringReceiver(4, maxLength) {}
};

}  // namespace untwist
