// Ours: protocols as anybody writes them.
#include "untwist/untwist.hpp"

#include <string_view>

#include "servers/service.hpp"

using namespace untwist;

namespace {

class Echo : public Protocol {
    void dataReceived(Bytes data) override { transport().write(data); }
};

class EchoLines : public LineReceiver {
    void lineReceived(Bytes line) override { sendLine(line); }
};

class EchoDatagrams : public DatagramProtocol {
    void datagramReceived(Bytes datagram, const Address& from) override {
        transport().write(datagram, from);
    }
};

template <class P>
std::uint16_t serve(Reactor& reactor) {
    return reactor
        .listenTCP(0, Factory::forProtocol<P>(), {.backlog = bench::kBacklog})
        ->getHost()
        .port();
}

}  // namespace

int main(int /*argc*/, char** argv) {
    const std::string_view service = argv[1] ? argv[1] : "";
    Reactor reactor;
    if (service == "echo") {
        bench::listening(serve<Echo>(reactor));
    } else if (service == "lines") {
        bench::listening(serve<EchoLines>(reactor));
    } else if (service == "datagrams") {
        const auto protocol = std::make_shared<EchoDatagrams>();
        bench::listening(reactor.listenUDP(0, protocol)->getHost().port());
    } else {
        bench::noSuchService(service);
    }
    reactor.run();
}
