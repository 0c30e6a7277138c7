// Anything with a file descriptor as a source of events: terminals, pipes,
// eventfd, inotify.
#pragma once

#include <optional>

#include "untwist/failure.hpp"

namespace untwist {

// What the two kinds have in common (Twisted's IFileDescriptor). Who derives
// from it owns the descriptor; the reactor never closes it.
class IFileDescriptor {
  public:
    virtual ~IFileDescriptor() = default;

    // The descriptor: the same for as long as it is open, and -1 from then on.
    virtual int fileno() const = 0;

    // The reactor has dropped this, as reader and as writer: because doRead or
    // doWrite returned `reason` or threw it, or because the reactor stopped.
    // Not called after removeReader and removeWriter.
    virtual void connectionLost(const Failure& reason) = 0;
};

class IReadDescriptor : public virtual IFileDescriptor {
  public:
    // There is something to read, or the end to notice. Called again in the
    // next turn while that is so. Returns why it is over, or nothing to go on.
    virtual std::optional<Failure> doRead() = 0;
};

class IWriteDescriptor : public virtual IFileDescriptor {
  public:
    // There is room to write. Called again in the next turn while that is so:
    // removeWriter it when there is nothing to write. Returns as doRead does.
    virtual std::optional<Failure> doWrite() = 0;
};

}  // namespace untwist
