// For tests: receivers that write down what they get, and ways to cut bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/line_receiver.hpp"
#include "untwist/testing/string_transport.hpp"

namespace untwist::test {

// Lines, and raw data as one piece however it came.
class Lines : public LineReceiver {
  public:
    using LineReceiver::LineReceiver;
    std::vector<std::string> lines;
    std::string raw;
    std::vector<std::string> tooLong;
    std::function<void(Bytes)> onLine, onRaw;
    std::function<void()> onTooLong;  // empty: closes the connection

    void lineReceived(Bytes line) override {
        lines.emplace_back(line);
        if (onLine) onLine(line);
    }
    void rawDataReceived(Bytes data) override {
        raw += data;
        if (onRaw) onRaw(data);
    }
    void lineLengthExceeded(Bytes line) override {
        tooLong.emplace_back(line);
        if (onTooLong) return onTooLong();
        LineReceiver::lineLengthExceeded(line);
    }
};

// Strings that came to a NetstringReceiver or an IntNStringReceiver.
template <class Receiver>
class Strings : public Receiver {
  public:
    using Receiver::Receiver;
    std::vector<std::string> strings;
    std::function<void(Bytes)> onString;

    void stringReceived(Bytes string) override {
        strings.emplace_back(string);
        if (onString) onString(string);
    }
};

// A receiver and its StringTransport.
template <class Receiver>
struct Wired {
    template <class... Args>
    explicit Wired(Args... args)
        : transport(std::make_shared<testing::StringTransport>()),
          receiver(std::make_shared<Receiver>(std::move(args)...)) {
        receiver->makeConnection(transport);
    }

    Receiver* operator->() const { return receiver.get(); }

    // The bytes lie in memory of their own, which goes when the call returns:
    // looking at them later, or beside them, is an error that ASan reports.
    void feed(Bytes bytes) const {
        const std::vector<char> read(bytes.begin(), bytes.end());
        receiver->dataReceived({read.data(), read.size()});
    }
    void feed(const std::vector<Bytes>& reads) const {
        for (const auto read : reads) feed(read);
    }
    void feedByteByByte(Bytes bytes) const {
        for (const char& byte : bytes) feed(Bytes(&byte, 1));
    }

    std::shared_ptr<testing::StringTransport> transport;
    std::shared_ptr<Receiver> receiver;
};

// Calls `use` with each of the ways to cut `bytes`: 2 to the (size - 1) many.
template <class Use>
void forEachSplit(Bytes bytes, Use use) {
    const auto ways = std::uint64_t{1} << (bytes.size() - 1);
    for (std::uint64_t cuts = 0; cuts < ways; ++cuts) {
        std::vector<Bytes> reads;
        std::size_t begin = 0;
        for (std::size_t at = 1; at <= bytes.size(); ++at) {
            if (at < bytes.size() && !(cuts >> (at - 1) & 1U)) continue;
            reads.push_back(bytes.substr(begin, at - begin));
            begin = at;
        }
        use(reads);
    }
}

}  // namespace untwist::test
