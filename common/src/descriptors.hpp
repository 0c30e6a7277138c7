// The descriptors that an application has the reactor watch.
#pragma once

#include <asio/posix/basic_stream_descriptor.hpp>
#include <map>
#include <memory>
#include <vector>

#include "socket.hpp"
#include "untwist/descriptor.hpp"

namespace untwist {

class ReactorImpl;

using StreamDescriptor = asio::posix::basic_stream_descriptor<Executor>;

// What addReader and addWriter were given. The reactor keeps each until it is
// removed or lost.
class Descriptors {
  public:
    explicit Descriptors(ReactorImpl& reactor) : reactor_(reactor) {}

    void addReader(std::shared_ptr<IReadDescriptor> reader);
    void addWriter(std::shared_ptr<IWriteDescriptor> writer);
    void removeReader(const IReadDescriptor& reader);
    void removeWriter(const IWriteDescriptor& writer);
    std::vector<std::shared_ptr<IReadDescriptor>> getReaders() const;
    std::vector<std::shared_ptr<IWriteDescriptor>> getWriters() const;

    void loseAll(const Failure& reason);

  private:
    class Watched;

    Watched& watch(const IFileDescriptor& object, const char* what);
    void forgetIfIdle(const IFileDescriptor& object);
    void lose(const IFileDescriptor& object, const Failure& reason);

    ReactorImpl& reactor_;
    std::map<const IFileDescriptor*, std::shared_ptr<Watched>> watched_;
};

}  // namespace untwist
