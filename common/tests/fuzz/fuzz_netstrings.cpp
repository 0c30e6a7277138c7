// Fuzzes NetstringReceiver: cut anyhow, and paused at will, it receives what a
// simple reading of the whole stream gives, and refuses what that refuses.
#include <memory>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "untwist/netstring_receiver.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Bytes;
using untwist::NetstringReceiver;
using untwist::testing::StringTransport;

namespace {

constexpr std::size_t kLimit = 120;

class Receiver : public NetstringReceiver {
  public:
    Receiver() : NetstringReceiver(kLimit) {}
    std::vector<std::string> strings;
    bool isPaused = false;

    void stringReceived(Bytes string) override {
        strings.emplace_back(string);
        if (!string.starts_with('p')) return;
        isPaused = true;
        pauseProducing();
    }
    void resume() {
        isPaused = false;
        resumeProducing();
    }
};

// The simple reading, by the grammar: all of the stream is there.
struct Reference {
    std::vector<std::string> strings;
    bool refused = false;

    explicit Reference(Bytes stream) {
        while (!stream.empty() && !refused && readOne(stream)) continue;
    }

  private:
    bool readOne(Bytes& stream) {
        const auto end = stream.find_first_not_of("0123456789");
        const auto digits = stream.substr(0, end);
        if ((digits.size() > 1 && digits[0] == '0') || tooMuch(digits)) {
            return refuse();
        }
        if (end == Bytes::npos) return false;
        if (digits.empty() || stream[end] != ':') return refuse();
        const auto size = std::stoul(std::string(digits));
        const auto rest = stream.substr(end + 1);
        if (rest.size() <= size) return false;
        if (rest[size] != ',') return refuse();
        strings.emplace_back(rest.substr(0, size));
        stream = rest.substr(size + 1);
        return true;
    }
    static bool tooMuch(Bytes digits) {
        return digits.size() > 3 ||
               (!digits.empty() && std::stoul(std::string(digits)) > kLimit);
    }
    bool refuse() {
        refused = true;
        return false;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
    const untwist::fuzz::Input input(data, size);
    const auto [cuts, stream] = input.halves();
    const auto transport = std::make_shared<StringTransport>();
    const auto receiver = std::make_shared<Receiver>();
    receiver->makeConnection(transport);
    untwist::fuzz::cut(cuts, stream, [&](Bytes read) {
        const bool pausedBefore = receiver->isPaused;
        receiver->dataReceived(read);
        if (pausedBefore && !transport->disconnecting()) receiver->resume();
    });
    while (receiver->isPaused && !transport->disconnecting()) {
        receiver->resume();
    }

    const Reference reference(stream);
    untwist::fuzz::require(receiver->strings == reference.strings,
                           "the strings");
    untwist::fuzz::require(transport->disconnecting() == reference.refused,
                           "whether it was refused");

    // What is sent is what is received.
    for (const auto& string : receiver->strings) receiver->sendString(string);
    untwist::fuzz::require(
        Reference(transport->value()).strings == receiver->strings,
        "what was sent");
    return 0;
}
