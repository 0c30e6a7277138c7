#include "process_pipe.hpp"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "child_process.hpp"

namespace untwist {

namespace {

// write, without the SIGPIPE that ends a program whose reader is gone: sockets
// can do without it, pipes have no flag for that. It stays what it is for the
// rest of the program, so we take back the one that was meant for us.
ssize_t writeWithoutSignal(int fd, std::string_view data) {
    sigset_t pipe;
    sigset_t before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
    const auto written = ::write(fd, data.data(), data.size());
    const int error = errno;
    sigset_t pending;
    sigpending(&pending);
    if (written < 0 && error == EPIPE && sigismember(&pending, SIGPIPE)) {
        int number = 0;
        sigwait(&pipe, &number);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return written;
}

bool isOver(ssize_t result) {
    return result == 0 || (result < 0 && errno != EAGAIN && errno != EINTR);
}

}  // namespace

ProcessPipe::ProcessPipe(ReactorImpl& reactor,
                         std::shared_ptr<ChildProcess> process, int childFD,
                         UniqueFd end, Direction direction)
    : reactor_(reactor),
      process_(std::move(process)),
      childFD_(childFD),
      end_(reactor.io(), end.release()),
      direction_(direction) {
    end_.non_blocking(true);
}

// --- Reading ---

// An end that we only write to is waited for as well: it becomes readable,
// which it otherwise never is, when nobody is left to read.
bool ProcessPipe::wantsToRead() const {
    return isOpen() && !(reads() && (paused_ || closing_));
}

void ProcessPipe::armRead() {
    if (readArmed_ || !wantsToRead()) return;
    readArmed_ = true;
    end_.async_wait(StreamDescriptor::wait_read,
                    [self = shared_from_this()](const asio::error_code&) {
                        self->readArmed_ = false;
                        self->onReadable();
                    });
}

void ProcessPipe::onReadable() {
    if (!wantsToRead()) return;
    if (!reads()) return lose();
    auto& buffer = reactor_.readBuffer();
    const auto size =
        ::read(end_.native_handle(), buffer.data(), buffer.size());
    // A terminal whose program is gone ends with EIO.
    if (isOver(size)) return lose();
    if (size > 0) {
        const Bytes data(buffer.data(), static_cast<std::size_t>(size));
        const auto process = process_;
        if (!process->received(childFD_, data)) return lose();
    }
    armRead();
}

void ProcessPipe::resumeProducing() {
    paused_ = false;
    armRead();
}

// --- Writing ---

void ProcessPipe::write(Bytes data) {
    if (!isOpen() || data.empty()) return;
    output_.append(data);
    armWrite();
}

void ProcessPipe::armWrite() {
    if (std::exchange(writeArmed_, true)) return;
    end_.async_wait(StreamDescriptor::wait_write,
                    [self = shared_from_this()](const asio::error_code&) {
                        self->writeArmed_ = false;
                        self->onWritable();
                    });
}

void ProcessPipe::onWritable() {
    if (!isOpen()) return;
    const auto written = writeWithoutSignal(
        end_.native_handle(), std::string_view(output_).substr(sent_));
    if (isOver(written)) return lose();
    if (written > 0) sent_ += static_cast<std::size_t>(written);
    // Moving the rest to the front each time would be quadratic; doing it when
    // half is gone moves each byte once on average.
    if (sent_ >= output_.size() / 2) output_.erase(0, std::exchange(sent_, 0));
    if (!output_.empty()) return armWrite();
    if (closing_) lose();
}

// --- The end ---

void ProcessPipe::loseConnection() {
    if (!isOpen() || std::exchange(closing_, true)) return;
    if (!output_.empty()) return;  // closed when that is written
    reactor_.post([self = shared_from_this()] { self->lose(); });
}

void ProcessPipe::lose() {
    const auto process = std::exchange(process_, nullptr);
    if (!process) return;
    reactor_.close(end_);
    process->pipeLost(childFD_);
}

}  // namespace untwist
