// Our end of a pipe to a child process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "descriptors.hpp"
#include "reactor_impl.hpp"
#include "spawn.hpp"

namespace untwist {

class ChildProcess;

// Owned by its process, which it keeps alive until it is closed: that cycle is
// cut in lose(). A terminal is one that is both read and written.
class ProcessPipe : public std::enable_shared_from_this<ProcessPipe> {
  public:
    enum class Direction { read, write, both };

    ProcessPipe(ReactorImpl& reactor, std::shared_ptr<ChildProcess> process,
                int childFD, UniqueFd end, Direction direction);

    void start() { armRead(); }
    bool isOpen() const { return process_ != nullptr; }
    bool writes() const { return direction_ != Direction::read; }

    void write(Bytes data);
    void loseConnection();  // later, and after what is queued
    void pauseProducing() { paused_ = true; }
    void resumeProducing();

    // Closes it and tells the process, at once.
    void lose();

  private:
    bool reads() const { return direction_ != Direction::write; }
    bool wantsToRead() const;
    void armRead();
    void onReadable();
    void armWrite();
    void onWritable();

    ReactorImpl& reactor_;
    std::shared_ptr<ChildProcess> process_;  // null once closed
    int childFD_;
    StreamDescriptor end_;
    Direction direction_;
    std::string output_;  // what the pipe has not taken starts at sent_
    std::size_t sent_ = 0;
    bool readArmed_ = false;   // an async_wait is pending
    bool writeArmed_ = false;  // likewise
    bool paused_ = false;
    bool closing_ = false;  // loseConnection was called
};

}  // namespace untwist
