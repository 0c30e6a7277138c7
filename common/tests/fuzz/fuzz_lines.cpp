// Fuzzes LineReceiver: cut anyhow, paused and switched to raw mode at will, it
// receives what a simple reading of the whole stream gives.
#include <memory>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "untwist/line_receiver.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Bytes;
using untwist::LineReceiver;
using untwist::testing::StringTransport;

namespace {

constexpr std::size_t kLimit = 20;

// What a line says to its receiver, by its first byte.
constexpr char kPause = 'p';  // pause here
constexpr char kRaw = 'r';    // as many raw bytes follow as the line is long
constexpr char kLose = 'q';   // close

using Story = std::vector<std::string>;

class Receiver : public LineReceiver {
  public:
    explicit Receiver(std::string delimiter)
        : LineReceiver(std::move(delimiter), kLimit) {}
    Story story;
    std::string raw;
    bool isPaused = false;

    void lineReceived(Bytes line) override {
        story.push_back("line " + std::string(line));
        if (line.starts_with(kLose)) return transport().loseConnection();
        if (line.starts_with(kPause)) {
            isPaused = true;
            pauseProducing();
        }
        if (line.starts_with(kRaw)) {
            rawLeft_ = line.size();
            setRawMode();
        }
    }
    void rawDataReceived(Bytes data) override {
        const auto own = data.substr(0, rawLeft_);
        raw += own;
        rawLeft_ -= own.size();
        if (rawLeft_ == 0) setLineMode(data.substr(own.size()));
    }
    void lineLengthExceeded(Bytes line) override {
        story.emplace_back("too long");
        LineReceiver::lineLengthExceeded(line);
    }
    void resume() {
        isPaused = false;
        resumeProducing();
    }

  private:
    std::size_t rawLeft_ = 0;
};

// The simple reading: the stream is all there, and nothing is paused.
struct Reference {
    Story story;
    std::string raw;

    Reference(Bytes stream, Bytes delimiter) {
        for (;;) {
            const auto end = stream.find(delimiter);
            const auto length = end == Bytes::npos ? stream.size() : end;
            if (end == Bytes::npos && length < kLimit + delimiter.size()) {
                return;
            }
            if (length > kLimit) {
                story.emplace_back("too long");
                return;
            }
            const auto line = stream.substr(0, end);
            stream.remove_prefix(end + delimiter.size());
            story.push_back("line " + std::string(line));
            if (line.starts_with(kLose)) return;
            if (line.starts_with(kRaw)) {
                const auto own = stream.substr(0, line.size());
                raw += own;
                stream.remove_prefix(own.size());
            }
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
    untwist::fuzz::Input input(data, size);
    static const Story kDelimiters{"\r\n", "\n", "aab", "--"};
    const auto& delimiter = kDelimiters[input.decide() % kDelimiters.size()];
    const auto [cuts, stream] = input.halves();

    const auto transport = std::make_shared<StringTransport>();
    const auto receiver = std::make_shared<Receiver>(delimiter);
    receiver->makeConnection(transport);
    untwist::fuzz::cut(cuts, stream, [&](Bytes read) {
        const bool pausedBefore = receiver->isPaused;
        receiver->dataReceived(read);
        if (pausedBefore && !transport->disconnecting()) receiver->resume();
    });
    while (receiver->isPaused && !transport->disconnecting()) {
        receiver->resume();
    }

    const Reference reference(stream, delimiter);
    untwist::fuzz::require(receiver->story == reference.story, "the lines");
    untwist::fuzz::require(receiver->raw == reference.raw, "the raw data");
    return 0;
}
