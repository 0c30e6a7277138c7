// Attempts to reach one destination, and the connection they lead to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connection.hpp"

namespace untwist {

// The registry owns it during an attempt; after that the connection does.
class TcpConnector final : public Connector,
                           public Registered,
                           public ConnectionOwner {
  public:
    TcpConnector(ReactorImpl& reactor, std::string host, std::uint16_t port,
                 std::shared_ptr<ClientFactory> factory,
                 ConnectOptions options);

    void connect() override;
    void stopConnecting() override;
    void disconnect() override;
    State state() const override { return state_; }
    Destination getDestination() const override { return {host_, port_}; }

    void connectionEnded(const Failure& reason) override;
    void reactorStopped(const Failure& reason) override;

  private:
    // What one attempt holds. Handlers keep the attempt they belong to, and do
    // nothing once it is not the current one.
    struct Attempt {
        explicit Attempt(asio::io_context& io) : socket(io) {}
        TcpSocket socket;
        std::vector<Tcp::endpoint> endpoints;  // still to be tried
        std::optional<Failure> lastError;
    };
    using AttemptPtr = std::shared_ptr<Attempt>;

    std::shared_ptr<TcpConnector> shared() {
        return std::static_pointer_cast<TcpConnector>(shared_from_this());
    }

    void startTimeout();
    void resolve();
    void resolved(const asio::error_code& error,
                  const TcpResolver::results_type& results);
    void tryNext();
    bool openSocket(const Tcp::endpoint& endpoint);
    void connectDone(const Tcp::endpoint& endpoint,
                     const asio::error_code& error);
    void connected(const Tcp::endpoint& endpoint);
    void endAttempt();
    void failed(const Failure& reason);
    void stopFactoryUnlessConnecting();
    std::string destination() const;

    // Runs `function` unless the attempt has ended in the meantime.
    template <class F>
    auto ifCurrent(F function);

    ReactorImpl& reactor_;
    std::string host_;
    std::uint16_t port_;
    std::shared_ptr<ClientFactory> factory_;
    ConnectOptions options_;
    State state_ = State::disconnected;
    bool factoryStarted_ = false;
    AttemptPtr attempt_;
    DelayedCall timeout_;
    std::weak_ptr<Connection> connection_;
};

// As connect(2) reports it, by Twisted's names.
Failure connectFailure(const asio::error_code& error,
                       const std::string& destination);

}  // namespace untwist
