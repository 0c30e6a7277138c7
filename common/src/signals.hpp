// Signals, as events of the loop.
#pragma once

#include <asio/posix/basic_stream_descriptor.hpp>
#include <memory>
#include <vector>

#include "socket.hpp"
#include "spawn.hpp"
#include "untwist/function.hpp"

namespace untwist {

// While it lives, any of `signals` calls `onSignal` from the loop of `io`, once
// for those that come together. Several reactors may wait for the same signal:
// each is told. The last of them puts back the action that was there before.
//
// A signal's handler may do next to nothing, for it may have interrupted
// anything. Ours writes a byte to a pipe, which the loop waits for like any
// other input: the self-pipe trick. (Asio's signal_set does the same, but its
// threads tell each other by posting, and that does not end a wait of ours.)
class SignalWatch {
  public:
    // Throws std::system_error.
    SignalWatch(asio::io_context& io, std::vector<int> signals,
                Callback onSignal);
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    // Would a new one take this signal from nobody: is there no action for it,
    // or only ours?
    static bool isFree(int signal);

  private:
    SignalWatch(asio::io_context& io, std::vector<int> signals,
                Callback onSignal, Pipe pipe);
    void wait();

    std::vector<int> signals_;
    Callback onSignal_;
    UniqueFd writing_;
    asio::posix::basic_stream_descriptor<Executor> reading_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>();
};

}  // namespace untwist
