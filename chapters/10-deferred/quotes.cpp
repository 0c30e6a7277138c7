#include "quotes.hpp"

#include <functional>
#include <memory>
#include <utility>

using untwist::Address;
using untwist::Bytes;
using untwist::ClientFactory;
using untwist::Connector;
using untwist::Deferred;
using untwist::DelayedCall;
using untwist::Duration;
using untwist::Factory;
using untwist::Failure;
using untwist::IReactorTCP;
using untwist::IReactorTime;
using untwist::Protocol;
using untwist::Reactor;
namespace error = untwist::error;

namespace {

class SlowServer : public Protocol {
  public:
    SlowServer(IReactorTime& time, std::string text, Duration delay)
        : time_(time), text_(std::move(text)), delay_(delay) {}

    void connectionMade() override {
        answer_ = time_.callLater(delay_, [this] {
            transport().write(text_);
            transport().loseConnection();
        });
    }

    void connectionLost(const Failure& /*reason*/) override {
        if (answer_.active()) answer_.cancel();  // the client did not wait
    }

  private:
    IReactorTime& time_;
    std::string text_;
    Duration delay_;
    DelayedCall answer_;
};

// #region fetching
// One question. However it ends, it ends in `answer`, which fires once.
class Fetching : public ClientFactory {
  public:
    std::shared_ptr<Protocol> buildProtocol(const Address& peer) override;

    void clientConnectionFailed(Connector& /*connector*/,
                                const Failure& reason) override {
        if (!answer.called()) answer.errback(reason);
    }

    void clientConnectionLost(Connector& /*connector*/,
                              const Failure& reason) override {
        if (answer.called()) return;  // it was cancelled
        if (reason.check<error::ConnectionDone>()) {
            answer.callback(std::move(text));
        } else {
            answer.errback(reason);
        }
    }

    Deferred<std::string> answer;
    std::string text;  // what has come so far
};
// #endregion

class Reader : public Protocol {
  public:
    explicit Reader(Fetching& fetching) : fetching_(fetching) {}

    void dataReceived(Bytes data) override {
        fetching_.text += data;
        if (fetching_.text.size() >= kTooLong) transport().loseConnection();
    }

  private:
    Fetching& fetching_;  // a factory outlives its connections
};

std::shared_ptr<Protocol> Fetching::buildProtocol(const Address& /*peer*/) {
    return std::make_shared<Reader>(*this);
}

}  // namespace

Address serveQuote(Reactor& reactor, const std::string& text, Duration delay) {
    IReactorTime& time = reactor;
    return reactor
        .listenTCP(
            0, Factory::forProtocol<SlowServer>(std::ref(time), text, delay))
        ->getHost();
}

Address nobody() { return {"127.0.0.1", 1}; }

// #region fetchText
Deferred<std::string> fetchText(IReactorTCP& reactor, const Address& server) {
    const auto fetching = std::make_shared<Fetching>();
    const std::weak_ptr<Connector> connector =
        reactor.connectTCP(server.host(), server.port(), fetching);
    fetching->answer = Deferred<std::string>([connector](auto& answer) {
        // First, so that what hanging up brings comes too late.
        answer.errback(Failure(error::CancelledError()));
        if (const auto attempt = connector.lock()) attempt->disconnect();
    });
    return fetching->answer;
}
// #endregion

// #region asQuote
std::string asQuote(std::string text) {
    if (text.size() >= kTooLong) throw QuoteTooLong();
    while (text.ends_with('\r') || text.ends_with('\n')) text.pop_back();
    if (text.empty()) throw NoQuote();
    return text;
}
// #endregion

// #region fetchQuote
Deferred<std::string> fetchQuote(IReactorTCP& reactor, const Address& server) {
    return fetchText(reactor, server).addCallback(asQuote);
}
// #endregion
