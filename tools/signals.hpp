// Signals as events of the loop.
#pragma once

#include <initializer_list>
#include <memory>
#include <vector>

#include <signal.h>

#include "untwist/untwist.hpp"

namespace untwist::tools {

// While it lives, each of its signals calls `onSignal` with its number, from
// the loop. The destructor puts back what handled them before. One object at a
// time for a signal.
class Signals : public IReadDescriptor {
  public:
    using Handler = Function<void(int)>;

    static std::shared_ptr<Signals> watch(IReactorFDSet& reactor,
                                          std::initializer_list<int> numbers,
                                          Handler onSignal);
    Signals(std::initializer_list<int> numbers, Handler onSignal);
    ~Signals() override;
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    int fileno() const override { return reading_; }
    std::optional<Failure> doRead() override;
    void connectionLost(const Failure& /*reason*/) override {}

  private:
    struct Saved {
        int number;
        struct sigaction action;
    };

    Handler onSignal_;
    int reading_ = -1;
    int writing_ = -1;
    std::vector<Saved> saved_;
};

}  // namespace untwist::tools
