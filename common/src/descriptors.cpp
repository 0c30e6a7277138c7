#include "descriptors.hpp"

#include <fcntl.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>
#endif

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "reactor_impl.hpp"
#include "untwist/error.hpp"

namespace untwist {

namespace {

// The errno for which the system cannot wait for this descriptor, or 0.
int reasonNotToWaitFor([[maybe_unused]] int descriptor) {
#ifdef __linux__
    // Asio would tell only later, and not what epoll said.
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event none{};
    const bool added =
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &none) == 0;
    const int reason = added ? 0 : errno;
    ::close(epoll);
    return reason;
#else
    return 0;
#endif
}

// A second descriptor of the same file. We watch that one, so that nothing
// gets mixed up if the application closes its own, and another file gets the
// number, while we watch.
int duplicate(int descriptor, const char* what) {
    const int reason = reasonNotToWaitFor(descriptor);
    const int copy = reason == 0 ? ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0) : -1;
    if (copy >= 0) return copy;
    const int error = reason == 0 ? errno : reason;
    const bool alwaysReady = error == EPERM;
    throw std::system_error(
        error, std::system_category(),
        what + (": cannot wait for descriptor " + std::to_string(descriptor)) +
            (alwaysReady ? ", which is always ready: read or write it at once"
                         : ""));
}

}  // namespace

// One object, as a reader or a writer or both.
class Descriptors::Watched : public std::enable_shared_from_this<Watched> {
  public:
    Watched(Descriptors& owner, const IFileDescriptor& object, int copy)
        : owner_(owner),
          object_(object),
          copy_(owner.reactor_.io(), copy),
          id_(owner.reactor_.nextConnectionId()) {
        // Asio wants it not to block, and would make it so for all who have
        // the same terminal open. Waiting does not need that: let Asio have
        // its way, so that it thinks no more of it, and put the flags back.
        const int flags = ::fcntl(copy, F_GETFL);
        asio::error_code ignored;
        copy_.native_non_blocking(true, ignored);
        ::fcntl(copy, F_SETFL, flags);
    }

    // Each is null while we do not wait for that.
    std::shared_ptr<IReadDescriptor> reader;
    std::shared_ptr<IWriteDescriptor> writer;

    bool idle() const { return !reader && !writer; }

    void close() { owner_.reactor_.close(copy_); }

    void arm() {
        if (reader && !std::exchange(readArmed_, true)) {
            wait(StreamDescriptor::wait_read, [this] {
                readArmed_ = false;
                if (const auto held = reader) {
                    call("doRead", [&] { return held->doRead(); });
                }
            });
        }
        if (writer && !std::exchange(writeArmed_, true)) {
            wait(StreamDescriptor::wait_write, [this] {
                writeArmed_ = false;
                if (const auto held = writer) {
                    call("doWrite", [&] { return held->doWrite(); });
                }
            });
        }
    }

  private:
    template <class F>
    void wait(StreamDescriptor::wait_type what, F onReady) {
        copy_.async_wait(what, [self = shared_from_this(), onReady](
                                   const asio::error_code&) { onReady(); });
    }

    template <class F>
    void call(const char* what, F&& function) {
        if (object_.fileno() < 0) {
            return owner_.lose(
                object_,
                Failure(error::ConnectionLost("the descriptor was closed")));
        }
        std::optional<Failure> over;
        const auto thrown = owner_.reactor_.call(what, typeid(object_), id_, {},
                                                 [&] { over = function(); });
        if (thrown) over = thrown;
        if (over) return owner_.lose(object_, *over);
        arm();
    }

    Descriptors& owner_;
    const IFileDescriptor& object_;  // reader or writer, while it is either
    StreamDescriptor copy_;
    std::uint64_t id_;
    bool readArmed_ = false;  // an async_wait is pending
    bool writeArmed_ = false;
};

Descriptors::Watched& Descriptors::watch(const IFileDescriptor& object,
                                         const char* what) {
    const auto found = watched_.find(&object);
    if (found != watched_.end()) return *found->second;
    const int copy = duplicate(object.fileno(), what);
    auto watched = std::make_shared<Watched>(*this, object, copy);
    return *watched_.emplace(&object, std::move(watched)).first->second;
}

void Descriptors::forgetIfIdle(const IFileDescriptor& object) {
    const auto found = watched_.find(&object);
    if (found == watched_.end() || !found->second->idle()) return;
    found->second->close();
    watched_.erase(found);
}

void Descriptors::addReader(std::shared_ptr<IReadDescriptor> reader) {
    auto& watched = watch(*reader, "addReader");
    watched.reader = std::move(reader);
    watched.arm();
}

void Descriptors::addWriter(std::shared_ptr<IWriteDescriptor> writer) {
    auto& watched = watch(*writer, "addWriter");
    watched.writer = std::move(writer);
    watched.arm();
}

void Descriptors::removeReader(const IReadDescriptor& reader) {
    const auto found = watched_.find(&reader);
    if (found == watched_.end()) return;
    const auto held = std::exchange(found->second->reader, nullptr);
    forgetIfIdle(reader);
}

void Descriptors::removeWriter(const IWriteDescriptor& writer) {
    const auto found = watched_.find(&writer);
    if (found == watched_.end()) return;
    const auto held = std::exchange(found->second->writer, nullptr);
    forgetIfIdle(writer);
}

std::vector<std::shared_ptr<IReadDescriptor>> Descriptors::getReaders() const {
    std::vector<std::shared_ptr<IReadDescriptor>> readers;
    for (const auto& [object, watched] : watched_) {
        if (watched->reader) readers.push_back(watched->reader);
    }
    return readers;
}

std::vector<std::shared_ptr<IWriteDescriptor>> Descriptors::getWriters() const {
    std::vector<std::shared_ptr<IWriteDescriptor>> writers;
    for (const auto& [object, watched] : watched_) {
        if (watched->writer) writers.push_back(watched->writer);
    }
    return writers;
}

void Descriptors::lose(const IFileDescriptor& object, const Failure& reason) {
    const auto found = watched_.find(&object);
    if (found == watched_.end()) return;
    const auto watched = found->second;
    const auto reader = std::exchange(watched->reader, nullptr);
    const auto writer = std::exchange(watched->writer, nullptr);
    forgetIfIdle(object);
    IFileDescriptor& lost = reader ? static_cast<IFileDescriptor&>(*reader)
                                   : static_cast<IFileDescriptor&>(*writer);
    reactor_.call("connectionLost", typeid(lost), 0, {},
                  [&] { lost.connectionLost(reason); });
}

void Descriptors::loseAll(const Failure& reason) {
    const auto all = watched_;
    for (const auto& [object, watched] : all) {
        if (!watched->idle()) lose(*object, reason);
    }
}

}  // namespace untwist
