// What LineReceiver makes of lines of 80 bytes, arriving in reads of 64 KiB and
// in smaller ones: gigabytes a second, and whether that depends on the cuts.
//
//   cmake --preset release && cmake --build build/release --target bench-lines
//   build/release/benchmarks/bench-lines
#include <cstddef>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "rounds.hpp"
#include "untwist/line_receiver.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Bytes;
using untwist::bench::kRounds;
using untwist::bench::median;
using untwist::bench::nanoseconds;

namespace {

constexpr std::size_t kLine = 80;  // with its end
constexpr std::size_t kLines = 400'000;

class Counter : public untwist::LineReceiver {
  public:
    std::size_t lines = 0;
    std::size_t bytes = 0;

  private:
    void lineReceived(Bytes line) override {
        ++lines;
        bytes += line.size();
    }
};

struct Round {
    double gigabytes = 0;  // in a second
};

Round receive(const std::string& text, std::size_t readSize) {
    const auto counter = std::make_shared<Counter>();
    counter->makeConnection(
        std::make_shared<untwist::testing::StringTransport>());
    untwist::Protocol& protocol = *counter;
    const double each = nanoseconds(static_cast<int>(text.size()), [&] {
        const Bytes all = text;
        for (std::size_t at = 0; at < all.size(); at += readSize)
            protocol.dataReceived(all.substr(at, readSize));
    });
    if (counter->lines != kLines || counter->bytes != kLines * (kLine - 2))
        throw std::logic_error("not all lines came");
    return {1 / each};
}

}  // namespace

int main() try {
    std::string text;
    for (std::size_t i = 0; i < kLines; ++i)
        text += std::string(kLine - 2, 'x') + "\r\n";
    std::printf("lines of %zu bytes, medians of %d rounds\n", kLine, kRounds);
    for (const std::size_t readSize : {65536, 4096, 1000, 100, 79, 10}) {
        std::vector<Round> rounds;
        for (int i = 0; i < kRounds; ++i)
            rounds.push_back(receive(text, readSize));
        std::printf("reads of %5zu bytes: %6.2f GB/s\n", readSize,
                    median(rounds, &Round::gigabytes));
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
