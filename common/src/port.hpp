// A listening TCP socket.
#pragma once

#include <memory>
#include <optional>

#include "connection.hpp"

namespace untwist {

// The registry owns it while it listens; each of its connections keeps it, and
// so its factory, alive. It may outlive the reactor: it is then closed.
class TcpPort final : public Port,
                      public Registered,
                      public ConnectionOwner,
                      public std::enable_shared_from_this<TcpPort> {
  public:
    TcpPort(ReactorImpl& reactor, std::uint16_t port,
            std::shared_ptr<Factory> factory, ListenOptions options);
    ~TcpPort() override;

    void startListening() override;
    Deferred<void> stopListening() override;
    Address getHost() const override { return host_; }

    void connectionEnded(const Failure& /*reason*/) override {}
    void reactorStopped(const Failure& reason) override;

  private:
    void open();
    void close();
    void armAccept();
    void acceptBatch();
    bool acceptOne();
    bool acceptFailed(const asio::error_code& error);
    void refuseBacklog();
    void reserveDescriptor();
    void releaseReserve();
    void admit(int descriptor, const Tcp::endpoint& peer);
    void acceptLater();

    ReactorImpl& reactor_;
    std::optional<TcpAcceptor> acceptor_;  // empty while not listening
    std::uint16_t port_;
    std::shared_ptr<Factory> factory_;
    ListenOptions options_;
    Address host_;
    bool anyHost_ = false;  // a connection's host_ is not ours
    int reserve_ = -1;      // see refuseBacklog
    bool waiting_ = false;  // an async_wait is pending, or a pause
    bool full_ = false;     // out of descriptors since the last one admitted
    std::optional<Deferred<void>> stopping_;
};

}  // namespace untwist
