// A UDP socket that listens.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "datagrams.hpp"
#include "reactor_impl.hpp"
#include "socket.hpp"
#include "untwist/udp.hpp"

namespace untwist {

// The registry owns it until its protocol has been stopped; it owns the
// protocol; the protocol owns it as its transport. DatagramProtocol::doStop
// cuts that cycle. It may outlive the reactor: it is then closed.
class UdpPort final : public UDPPort,
                      public Registered,
                      public std::enable_shared_from_this<UdpPort> {
  public:
    UdpPort(ReactorImpl& reactor, std::uint16_t port,
            std::shared_ptr<DatagramProtocol> protocol, UDPOptions options);

    void startListening() override;
    Deferred<void> stopListening() override;
    void reactorStopped(const Failure& reason) override;

    std::size_t write(Bytes datagram, const Address& to) override;
    std::size_t write(Bytes datagram) override;
    void connect(const std::string& host, std::uint16_t port) override;
    Address getHost() const override { return host_; }

    void setBroadcastAllowed(bool allowed) override;
    bool getBroadcastAllowed() const override;
    void joinGroup(const std::string& group,
                   const std::string& interface) override;
    void leaveGroup(const std::string& group,
                    const std::string& interface) override;
    void setTTL(int ttl) override;
    int getTTL() const override;
    void setLoopbackMode(bool enabled) override;
    bool getLoopbackMode() const override;
    void setOutgoingInterface(const std::string& interface) override;

  private:
    void open();
    void close();
    void stopped();
    void armRead();
    void onReadable();
    void receiveFailed(const asio::error_code& error);
    Udp::endpoint endpointFor(const Address& address) const;
    std::size_t send(Bytes datagram, const Address& to);
    ssize_t sendOnce(Bytes datagram, const Udp::endpoint& to);
    static std::size_t sendFailed(int error, Bytes datagram, const Address& to);
    void refused();

    template <class Membership>
    void changeGroup(const std::string& group, const std::string& interface);
    template <class Option>
    void setOption(const Option& option);
    template <class Option>
    Option getOption() const;
    template <class F>
    void callProtocol(const char* what, Duration ready, F&& function);

    ReactorImpl& reactor_;
    std::optional<UdpSocket> socket_;  // empty while not listening
    std::uint16_t port_;
    std::shared_ptr<DatagramProtocol> protocol_;
    UDPOptions options_;
    Datagrams datagrams_;
    Address host_;
    std::optional<Address> peer_;  // if connected
    std::uint64_t id_;
    bool readArmed_ = false;  // an async_wait for reading is pending
    bool stamped_ = false;    // the kernel stamps arrivals
    std::optional<Deferred<void>> stopping_;
};

}  // namespace untwist
