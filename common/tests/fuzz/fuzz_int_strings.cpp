// Fuzzes Int8-, Int16- and Int32StringReceiver: cut anyhow, and paused at will,
// they receive what a simple reading of the whole stream gives.
#include <memory>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "untwist/int_string_receiver.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Bytes;
using untwist::testing::StringTransport;

namespace {

constexpr std::size_t kLimit = 60;

template <class Base>
class Receiver : public Base {
  public:
    Receiver() : Base(kLimit) {}
    std::vector<std::string> strings;
    std::vector<std::size_t> exceeded;
    bool isPaused = false;

    void stringReceived(Bytes string) override {
        strings.emplace_back(string);
        if (!string.starts_with('p')) return;
        isPaused = true;
        this->pauseProducing();
    }
    void lengthLimitExceeded(std::size_t length) override {
        exceeded.push_back(length);
        Base::lengthLimitExceeded(length);
    }
    void resume() {
        isPaused = false;
        this->resumeProducing();
    }
};

// The simple reading: all of the stream is there.
struct Reference {
    std::vector<std::string> strings;
    std::vector<std::size_t> exceeded;

    Reference(Bytes stream, std::size_t prefix) {
        while (stream.size() >= prefix) {
            std::size_t length = 0;
            for (const char byte : stream.substr(0, prefix)) {
                length = length * 256 + static_cast<unsigned char>(byte);
            }
            if (length > kLimit) {
                exceeded.push_back(length);
                return;
            }
            stream.remove_prefix(prefix);
            if (stream.size() < length) return;
            strings.emplace_back(stream.substr(0, length));
            stream.remove_prefix(length);
        }
    }
};

template <class Base>
void check(Bytes cuts, Bytes stream, std::size_t prefix) {
    const auto transport = std::make_shared<StringTransport>();
    const auto receiver = std::make_shared<Receiver<Base>>();
    receiver->makeConnection(transport);
    untwist::fuzz::cut(cuts, stream, [&](Bytes read) {
        const bool pausedBefore = receiver->isPaused;
        receiver->dataReceived(read);
        if (pausedBefore && !transport->disconnecting()) receiver->resume();
    });
    while (receiver->isPaused && !transport->disconnecting()) {
        receiver->resume();
    }

    const Reference reference(stream, prefix);
    untwist::fuzz::require(receiver->strings == reference.strings,
                           "the strings");
    untwist::fuzz::require(receiver->exceeded == reference.exceeded,
                           "what was too long");

    // What is sent is what is received.
    for (const auto& string : receiver->strings) receiver->sendString(string);
    untwist::fuzz::require(
        Reference(transport->value(), prefix).strings == receiver->strings,
        "what was sent");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
    untwist::fuzz::Input input(data, size);
    const auto kind = input.decide() % 3;
    const auto [cuts, stream] = input.halves();
    if (kind == 0) check<untwist::Int8StringReceiver>(cuts, stream, 1);
    if (kind == 1) check<untwist::Int16StringReceiver>(cuts, stream, 2);
    if (kind == 2) check<untwist::Int32StringReceiver>(cuts, stream, 4);
    return 0;
}
