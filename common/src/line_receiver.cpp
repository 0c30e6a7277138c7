#include "untwist/line_receiver.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace untwist {

LineReceiver::LineReceiver(std::string delimiter, std::size_t maxLength)
    : delimiter_(std::move(delimiter)),
      maxLength_(std::min(maxLength, kLongest)) {
    if (delimiter_.empty()) {
        throw std::invalid_argument("LineReceiver: the delimiter is empty");
    }
}

void LineReceiver::receiveOne() {
    if (raw_) {
        gather(partial_.size() + input().size(),
               [this](Bytes data) { rawDataReceived(data); });
    } else if (partial_.empty()) {
        receiveLine();
    } else {
        continueLine();
    }
}

void LineReceiver::receiveLine() {
    const auto end = input().find(delimiter_);
    if (end <= maxLength_) {
        lineReceived(take(end + delimiter_.size()).substr(0, end));
    } else if (end == Bytes::npos &&
               input().size() < maxLength_ + delimiter_.size()) {
        partial_ = take(Bytes::npos);
    } else {
        lineLengthExceeded(take(Bytes::npos));
    }
}

// The line began in an earlier read, and so may have its delimiter. Going on
// only to the next byte that could be the delimiter's last looks at each byte
// once, and takes from this read no more than the line needs.
void LineReceiver::continueLine() {
    const auto last = input().find(delimiter_.back());
    partial_ += take(last == Bytes::npos ? last : last + 1);
    const bool complete = partial_.ends_with(delimiter_);
    const auto limit = maxLength_ + delimiter_.size();
    if (partial_.size() > limit || (partial_.size() == limit && !complete)) {
        partial_ += take(Bytes::npos);
        lineLengthExceeded(std::exchange(partial_, {}));
    } else if (complete) {
        const auto line = std::exchange(partial_, {});
        lineReceived(Bytes(line).substr(0, line.size() - delimiter_.size()));
    }
}

void LineReceiver::setLineMode(Bytes rest) {
    raw_ = false;
    unread(rest);
}

void LineReceiver::sendLine(Bytes line) {
    transport().writeSequence(std::array<Bytes, 2>{line, delimiter_});
}

void LineReceiver::rawDataReceived(Bytes /*data*/) {
    throw std::logic_error(
        "setRawMode() was called: override rawDataReceived to get the bytes");
}

void LineReceiver::lineLengthExceeded(Bytes /*line*/) {
    transport().loseConnection();
}

}  // namespace untwist
