// Ctrl-C and kill, as events of the loop.
#pragma once

#include <asio/basic_signal_set.hpp>
#include <csignal>
#include <vector>

#include "socket.hpp"
#include "untwist/function.hpp"

namespace untwist {

// While it lives, SIGTERM, and SIGINT unless the program handles that already,
// call `onSignal` from the loop. The destructor puts back what it found.
class SignalHandlers {
  public:
    SignalHandlers(asio::io_context& io, Callback onSignal);
    ~SignalHandlers();
    SignalHandlers(const SignalHandlers&) = delete;
    SignalHandlers& operator=(const SignalHandlers&) = delete;

  private:
    struct Saved {
        int number;
        struct sigaction action;
    };
    void take(int number);
    void wait();

    asio::basic_signal_set<Executor> signals_;
    Callback onSignal_;
    std::vector<Saved> saved_;
};

}  // namespace untwist
