// Lines: text protocols, from chat to HTTP's head.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/message_receiver.hpp"

namespace untwist {

// Receives lines (twisted.protocols.basic.LineReceiver). In raw mode it
// receives bytes as they come, for what follows the lines. Twisted's
// LineOnlyReceiver would be no faster here: there is only this one.
class LineReceiver : public MessageReceiver {
  public:
    static constexpr std::size_t kMaxLength = 16384;  // Twisted's MAX_LENGTH

    // Lines end in `delimiter`, which does not count in `maxLength`. Throws
    // std::invalid_argument if `delimiter` is empty.
    explicit LineReceiver(std::string delimiter = "\r\n",
                          std::size_t maxLength = kMaxLength);

    // A line came; here it is without its delimiter. It may be empty.
    virtual void lineReceived(Bytes line) = 0;

    // Some bytes came in raw mode; never none. Override it to use setRawMode.
    virtual void rawDataReceived(Bytes data);

    // A line is longer than maxLength. `line` is all that has been received of
    // it and after it, and is dropped: the next bytes count as a new line.
    // Closes the connection, unless overridden.
    virtual void lineLengthExceeded(Bytes line);

    // From the next byte on: inside lineReceived, that is the byte after the
    // line, which rawDataReceived gets as soon as lineReceived returns.
    void setRawMode() { raw_ = true; }

    // Back to lines. `rest` is what rawDataReceived was given too much: it is
    // received again, as lines.
    void setLineMode(Bytes rest = {});

    void sendLine(Bytes line);  // and the delimiter

  private:
    void receiveOne() override;
    void receiveLine();
    void continueLine();

    std::string delimiter_;
    std::size_t maxLength_;
    bool raw_ = false;
};

}  // namespace untwist
