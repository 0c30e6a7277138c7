#include "port.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <asio/ip/v6_only.hpp>
#include <cerrno>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

namespace {

// How many connections one turn of the loop accepts: enough to keep up, few
// enough that those already there get their turn.
constexpr int kBatch = 64;

// How long a port rests after an error that waiting may cure. Without a rest
// it would spin: the connection it cannot accept stays ready.
constexpr auto kRest = std::chrono::milliseconds(100);

}  // namespace

TcpPort::TcpPort(ReactorImpl& reactor, std::uint16_t port,
                 std::shared_ptr<Factory> factory, ListenOptions options)
    : reactor_(reactor),
      port_(port),
      factory_(std::move(factory)),
      options_(std::move(options)) {}

TcpPort::~TcpPort() { releaseReserve(); }

void TcpPort::startListening() {
    if (acceptor_) return;
    try {
        open();
        factory_->doStart();
    } catch (...) {
        acceptor_.reset();
        throw;
    }
    reserveDescriptor();
    reactor_.add(shared_from_this());
    armAccept();
}

void TcpPort::open() {
    const auto endpoint = toEndpoint(listenAddress(options_.host, port_));
    try {
        acceptor_.emplace(reactor_.io());
        acceptor_->open(endpoint.protocol());
        closeOnExec(acceptor_->native_handle());
        acceptor_->set_option(asio::socket_base::reuse_address(true));
        if (endpoint.protocol() == Tcp::v6()) {
            acceptor_->set_option(asio::ip::v6_only(false));
        }
        if (options_.sharePort) sharePort(acceptor_->native_handle());
        acceptor_->bind(endpoint);
        acceptor_->listen(options_.backlog);
        acceptor_->non_blocking(true);
        host_ = toAddress(acceptor_->local_endpoint());
        anyHost_ = endpoint.address().is_unspecified();
    } catch (const asio::system_error& error) {
        throw error::CannotListenError(
            toAddress(endpoint).toString() + ": " + error.code().message(),
            systemCode(error.code()));
    }
}

// --- Closing ---

void TcpPort::close() {
    reactor_.close(*acceptor_);
    acceptor_.reset();
    releaseReserve();
    reactor_.remove(*this);
}

Deferred<void> TcpPort::stopListening() {
    if (stopping_) return *stopping_;
    if (!acceptor_) return succeed();
    const auto self = shared_from_this();
    close();
    stopping_.emplace();
    reactor_.post([self] {
        const auto stopped = *std::exchange(self->stopping_, {});
        maybeDeferred([&] { self->factory_->doStop(); }).chainDeferred(stopped);
    });
    return *stopping_;
}

void TcpPort::reactorStopped(const Failure& /*reason*/) {
    const auto self = shared_from_this();
    close();
    const auto& factory = *factory_;
    reactor_.call("stopFactory", typeid(factory), 0, {},
                  [this] { factory_->doStop(); });
}

// --- Accepting ---

void TcpPort::armAccept() {
    if (!acceptor_ || std::exchange(waiting_, true)) return;
    acceptor_->async_wait(TcpAcceptor::wait_read,
                          [self = shared_from_this()](asio::error_code) {
                              self->waiting_ = false;
                              self->acceptBatch();
                          });
}

void TcpPort::acceptBatch() {
    for (int i = 0; i < kBatch && acceptor_; ++i) {
        if (!acceptOne()) break;
    }
    armAccept();
}

// Whether it makes sense to try for another one.
bool TcpPort::acceptOne() {
    Tcp::endpoint peer;
    asio::error_code error;
    const int accepted =
        acceptConnection(acceptor_->native_handle(), peer, error);
    if (accepted < 0) return acceptFailed(error);
    full_ = false;
    admit(accepted, peer);
    return true;
}

bool TcpPort::acceptFailed(const asio::error_code& error) {
    switch (error.value()) {
        case EAGAIN:
#if EAGAIN != EWOULDBLOCK
        case EWOULDBLOCK:
#endif
            return false;
        case EINTR:
        case EPERM:  // a firewall took that one
            return true;
        case EMFILE:
            refuseBacklog();
            return false;
        case ECONNABORTED:  // that peer has left already
            log::msg("accept on " + host_.toString() + ": " + error.message());
            return false;
        default:
            log::msg("accept on " + host_.toString() + ": " + error.message());
            acceptLater();
            return false;
    }
}

// All descriptors are in use. The peers in the backlog would keep the port
// ready, and the loop spinning, so we give up a descriptor that was held back
// for this, accept and close every one of them, and hold it again.
void TcpPort::refuseBacklog() {
    if (!std::exchange(full_, true)) {
        log::msg("accept on " + host_.toString() +
                 ": out of descriptors; closing new connections");
    }
    releaseReserve();
    Tcp::endpoint peer;
    asio::error_code error;
    for (;;) {
        const int refused =
            acceptConnection(acceptor_->native_handle(), peer, error);
        if (refused < 0) break;
        ::close(refused);
    }
    reserveDescriptor();
    // Someone else took the descriptor: all we can do is wait.
    if (error.value() == EMFILE || reserve_ < 0) acceptLater();
}

void TcpPort::reserveDescriptor() {
    if (reserve_ < 0) reserve_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void TcpPort::releaseReserve() {
    if (reserve_ >= 0) ::close(std::exchange(reserve_, -1));
}

void TcpPort::acceptLater() {
    waiting_ = true;
    reactor_.timers.schedule(kRest, [self = shared_from_this()] {
        self->waiting_ = false;
        if (!self->acceptor_) return;
        self->reserveDescriptor();
        self->armAccept();
    });
}

void TcpPort::admit(int descriptor, const Tcp::endpoint& peer) {
    TcpStream socket(descriptor);
    Connection::Settings settings{toAddress(peer), host_,
                                  options_.boundedOutput};
    if (anyHost_) settings.host = localAddress(descriptor);

    std::shared_ptr<Protocol> protocol;
    const auto& factory = *factory_;
    reactor_.call("buildProtocol", typeid(factory), 0, {},
                  [&] { protocol = factory_->buildProtocol(settings.peer); });
    std::make_shared<Connection>(reactor_, std::move(socket), settings,
                                 shared_from_this())
        ->start(std::move(protocol));
}

}  // namespace untwist
