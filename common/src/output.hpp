// What a connection has not sent yet.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "untwist/bytes.hpp"

namespace untwist {

// A connection's unsent bytes, from the front.
class Output {
  public:
    // A connection may have this much unsent before others are held back.
    static constexpr std::size_t kLimit = 65536;

    void append(Bytes data) { bytes_.append(data); }
    std::size_t size() const { return bytes_.size() - sent_; }
    const char* data() const { return bytes_.data() + sent_; }
    void drop(std::size_t count) { sent_ += count; }

    // Moving the rest to the front each time would be quadratic; doing it when
    // half is gone moves each byte once on average.
    void compact() {
        if (sent_ < bytes_.size() / 2) return;
        bytes_.erase(0, sent_);
        sent_ = 0;
    }
    void clear() {
        bytes_.clear();
        sent_ = 0;
    }
    std::size_t capacity() const { return bytes_.capacity(); }

  private:
    std::string bytes_;
    std::size_t sent_ = 0;
};

// Empty ones, lent to the connections that send. Most send all they have at
// once and so need one only for a moment: it is always the same one, which
// stays in the CPU's cache (16 KiB echoes: 1.0 of bare epoll's time instead of
// 1.2), and connections that wait have none.
class Outputs {
  public:
    std::unique_ptr<Output> lend() {
        if (count_ == 0) return std::make_unique<Output>();
        return std::move(spare_[--count_]);
    }
    void giveBack(std::unique_ptr<Output> output) {
        if (count_ == spare_.size() || output->capacity() > Output::kLimit) {
            return;
        }
        output->clear();
        spare_[count_++] = std::move(output);
    }

  private:
    std::array<std::unique_ptr<Output>, 16> spare_;
    std::size_t count_ = 0;
};

}  // namespace untwist
