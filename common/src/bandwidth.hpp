// How many bytes went one way, and whether they were too many.
#pragma once

#include <cstddef>
#include <optional>

#include "untwist/delayed_call.hpp"
#include "untwist/function.hpp"
#include "untwist/reactor_interfaces.hpp"

namespace untwist {

// Looks once a second at the bytes counted. When there were more than `limit`,
// calls hold(true), and hold(false) once they would have taken that long.
class Bandwidth {
  public:
    // Without a limit it does nothing. Throws std::invalid_argument for zero.
    Bandwidth(IReactorTime& reactor, std::optional<std::size_t> limit,
              Function<void(bool)> hold);
    ~Bandwidth() { stop(); }
    Bandwidth(const Bandwidth&) = delete;
    Bandwidth& operator=(const Bandwidth&) = delete;

    void start();
    void stop();
    void count(std::size_t bytes) { bytes_ += bytes; }
    bool holds() const { return release_.active(); }

  private:
    void check();
    void holdFor(Duration time);

    IReactorTime& reactor_;
    std::optional<std::size_t> limit_;
    Function<void(bool)> hold_;
    std::size_t bytes_ = 0;  // since the last look
    DelayedCall check_;
    DelayedCall release_;
};

}  // namespace untwist
