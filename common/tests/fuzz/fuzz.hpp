// For fuzz targets: the fuzzer's bytes, as a stream and how it is cut.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "untwist/bytes.hpp"

namespace untwist::fuzz {

// Some bytes of the fuzzer's decide, the rest are what a peer sends.
class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size)
        : left_(reinterpret_cast<const char*>(data), size) {}

    bool empty() const { return left_.empty(); }

    // One byte, 0 when there are no more.
    unsigned decide() {
        if (left_.empty()) return 0;
        const auto byte = static_cast<unsigned char>(left_.front());
        left_.remove_prefix(1);
        return byte;
    }

    // The rest in two halves: how to cut, and what.
    std::pair<Bytes, Bytes> halves() const {
        return {left_.substr(0, left_.size() / 2),
                left_.substr(left_.size() / 2)};
    }

  private:
    Bytes left_;
};

// Calls read(piece) for the pieces of `stream`, in memory of their own. The
// bytes of `cuts` are their sizes, again and again; none, and it is one piece.
template <class Read>
void cut(Bytes cuts, Bytes stream, Read read) {
    for (std::size_t i = 0; !stream.empty(); ++i) {
        auto size = stream.size();
        if (!cuts.empty()) {
            size = static_cast<unsigned char>(cuts[i % cuts.size()]) % 16U + 1;
        }
        const auto piece = stream.substr(0, size);
        const std::vector<char> memory(piece.begin(), piece.end());
        read(Bytes(memory.data(), memory.size()));
        stream.remove_prefix(piece.size());
    }
}

// Ends the program, for the fuzzer to notice, unless it holds.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "this does not hold: %s\n", what);
    std::abort();
}

}  // namespace untwist::fuzz
