#include "connector.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/ip/address.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

Failure connectFailure(const asio::error_code& error,
                       const std::string& destination) {
    const auto detail = destination + ": " + error.message();
    if (error == asio::error::connection_refused) {
        return Failure(error::ConnectionRefusedError(destination));
    }
    if (error == asio::error::timed_out) {
        return Failure(error::TimeoutError(destination));
    }
    if (error == asio::error::network_unreachable ||
        error == asio::error::host_unreachable) {
        return Failure(error::NoRouteError(destination));
    }
    return Failure(error::ConnectError(detail));
}

TcpConnector::TcpConnector(ReactorImpl& reactor, std::string host,
                           std::uint16_t port,
                           std::shared_ptr<ClientFactory> factory,
                           ConnectOptions options)
    : reactor_(reactor),
      host_(std::move(host)),
      port_(port),
      factory_(std::move(factory)),
      options_(std::move(options)) {}

std::string TcpConnector::destination() const {
    return host_ + ":" + std::to_string(port_);
}

template <class F>
auto TcpConnector::ifCurrent(F function) {
    return [connector = shared(), attempt = attempt_,
            function = std::move(function)](auto&&... args) {
        if (connector->attempt_ == attempt) function(*connector, args...);
    };
}

void TcpConnector::connect() {
    if (state_ != State::disconnected) {
        throw std::logic_error(
            "connect: this connector is connecting or connected already");
    }
    state_ = State::connecting;
    if (!std::exchange(factoryStarted_, true)) factory_->doStart();
    attempt_ = std::make_shared<Attempt>(reactor_.io());
    reactor_.add(shared());
    startTimeout();
    // In a later turn, so that no outcome comes before this has returned.
    reactor_.later(ifCurrent([](TcpConnector& self) { self.resolve(); }));
    factory_->startedConnecting(*this);
}

void TcpConnector::startTimeout() {
    if (options_.timeout == Duration::zero()) return;
    timeout_ = reactor_.timers.schedule(
        options_.timeout, ifCurrent([](TcpConnector& self) {
            self.failed(Failure(error::TimeoutError(self.destination())));
        }));
}

// --- An attempt, step by step ---

void TcpConnector::resolve() {
    asio::error_code notNumeric;
    const auto address = asio::ip::make_address(host_, notNumeric);
    if (!notNumeric) {
        attempt_->endpoints = {Tcp::endpoint(address, port_)};
        return tryNext();
    }
    try {
        reactor_.names().start(
            host_, port_,
            ifCurrent([](TcpConnector& self, const asio::error_code& error,
                         const TcpResolver::results_type& results) {
                self.resolved(error, results);
            }));
    } catch (const std::system_error& error) {  // no thread for that
        failed(Failure(error::DNSLookupError(host_ + ": " + error.what())));
    }
}

void TcpConnector::resolved(const asio::error_code& error,
                            const TcpResolver::results_type& results) {
    if (error) {
        return failed(
            Failure(error::DNSLookupError(host_ + ": " + error.message())));
    }
    for (const auto& entry : results) {
        attempt_->endpoints.push_back(entry.endpoint());
    }
    tryNext();
}

void TcpConnector::tryNext() {
    auto& endpoints = attempt_->endpoints;
    while (!endpoints.empty()) {
        const auto endpoint = endpoints.front();
        endpoints.erase(endpoints.begin());
        if (!openSocket(endpoint)) continue;
        return attempt_->socket.async_connect(
            endpoint, ifCurrent([endpoint](TcpConnector& self,
                                           const asio::error_code& error) {
                self.connectDone(endpoint, error);
            }));
    }
    const auto reason = *attempt_->lastError;
    failed(reason);
}

bool TcpConnector::openSocket(const Tcp::endpoint& endpoint) {
    auto& socket = attempt_->socket;
    asio::error_code error;
    socket.close(error);
    socket.open(endpoint.protocol(), error);
    if (error) {
        attempt_->lastError =
            connectFailure(error, toAddress(endpoint).toString());
        return false;
    }
    closeOnExec(socket.native_handle());
    socket.non_blocking(true, error);
    if (options_.bindHost.empty() && options_.bindPort == 0) return true;
    const auto any = endpoint.protocol() == Tcp::v4() ? "0.0.0.0" : "::";
    const auto& host = options_.bindHost.empty() ? any : options_.bindHost;
    try {
        socket.bind(toEndpoint(Address(host, options_.bindPort)));
    } catch (const std::exception& failure) {
        attempt_->lastError = Failure(error::ConnectBindError(
            host + ":" + std::to_string(options_.bindPort) + ": " +
            failure.what()));
        return false;
    }
    return true;
}

void TcpConnector::connectDone(const Tcp::endpoint& endpoint,
                               const asio::error_code& error) {
    if (!error) return connected(endpoint);
    attempt_->lastError = connectFailure(error, toAddress(endpoint).toString());
    tryNext();
}

void TcpConnector::connected(const Tcp::endpoint& endpoint) {
    TcpStream socket(attempt_->socket.release());
    const auto host = localAddress(socket.descriptor());
    const auto keep = shared();
    endAttempt();
    state_ = State::connected;
    std::shared_ptr<Protocol> protocol;
    const auto peer = toAddress(endpoint);
    const auto& factory = *factory_;
    const auto failure =
        reactor_.call("buildProtocol", typeid(factory), 0, {},
                      [&] { protocol = factory_->buildProtocol(peer); });
    if (failure) {
        return failed(Failure(error::ConnectError("buildProtocol failed: " +
                                                  failure->getErrorMessage())));
    }
    const auto connection = std::make_shared<Connection>(
        reactor_, std::move(socket),
        Connection::Settings{peer, host, options_.boundedOutput}, keep);
    connection_ = connection;
    connection->start(std::move(protocol));
}

// --- How it ends ---

void TcpConnector::endAttempt() {
    const auto attempt = std::move(attempt_);
    attempt_.reset();
    reactor_.close(attempt->socket);
    if (timeout_.active()) timeout_.cancel();
    reactor_.remove(*this);
}

void TcpConnector::failed(const Failure& reason) {
    const auto keep = shared();
    if (attempt_) endAttempt();
    state_ = State::disconnected;
    const auto& factory = *factory_;
    reactor_.call("clientConnectionFailed", typeid(factory), 0, {},
                  [&] { factory_->clientConnectionFailed(*this, reason); });
    stopFactoryUnlessConnecting();
}

void TcpConnector::connectionEnded(const Failure& reason) {
    state_ = State::disconnected;
    const auto& factory = *factory_;
    reactor_.call("clientConnectionLost", typeid(factory), 0, {},
                  [&] { factory_->clientConnectionLost(*this, reason); });
    stopFactoryUnlessConnecting();
}

// The factory may have called connect() when it heard of the end.
void TcpConnector::stopFactoryUnlessConnecting() {
    if (state_ != State::disconnected) return;
    if (!std::exchange(factoryStarted_, false)) return;
    const auto& factory = *factory_;
    reactor_.call("stopFactory", typeid(factory), 0, {},
                  [this] { factory_->doStop(); });
}

void TcpConnector::stopConnecting() {
    if (state_ != State::connecting) throw error::NotConnectingError();
    failed(Failure(error::UserError(destination())));
}

void TcpConnector::disconnect() {
    if (state_ == State::connecting) return stopConnecting();
    if (const auto connection = connection_.lock()) {
        connection->loseConnection();
    }
}

void TcpConnector::reactorStopped(const Failure& /*reason*/) {
    failed(Failure(error::ConnectError("the reactor stopped")));
}

}  // namespace untwist
