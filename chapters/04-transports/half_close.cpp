// Chapter 4: a server that sorts lines. It can begin when it has the last one,
// and that is what a half-close tells it. A client of its own goes first.
//
//   ./untwist run 4/half-close          in one terminal
//   ls -f | nc -N localhost 8000        in another; -N half-closes at the end
//
//   ./untwist run 4/half-close --trace trace.json      both ends in one picture
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::ClientFactory;
using untwist::escaped;
using untwist::Factory;
using untwist::Failure;
using untwist::IHalfCloseableProtocol;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// Each with its "\n".
std::vector<Bytes> linesOf(Bytes text) {
    std::vector<Bytes> lines;
    while (!text.empty()) {
        const auto end = text.find('\n') + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

// #region server
// Keeps all that a client sends; chapter 9 is about how much that may be.
class Sorter : public Protocol, public IHalfCloseableProtocol {
    void dataReceived(Bytes data) override {
        say("server: dataReceived, " + std::to_string(data.size()) + " bytes");
        text_ += data;
    }

    void readConnectionLost() override {
        say("server: readConnectionLost: that was all; here it is, sorted");
        if (!text_.empty() && !text_.ends_with('\n')) text_ += '\n';
        std::vector<Bytes> lines = linesOf(text_);
        std::ranges::sort(lines);
        transport().writeSequence(lines);
        transport().loseConnection();
    }

    void writeConnectionLost() override {}  // comes of loseWriteConnection

    void connectionLost(const Failure& reason) override {
        say("server: connectionLost: " + reason.getErrorMessage());
    }

    std::string text_;
};
// #endregion

// #region client
class Client : public Protocol, public IHalfCloseableProtocol {
    void connectionMade() override {
        say("client: write, then loseWriteConnection");
        transport().write("pear\napple\nfig\n");
        transport().loseWriteConnection();
    }

    void writeConnectionLost() override { say("client: writeConnectionLost"); }

    void dataReceived(Bytes data) override {
        say("client: dataReceived \"" + escaped(data) + '"');
    }

    void readConnectionLost() override {
        say("client: readConnectionLost: both halves are over");
        transport().loseConnection();
    }

    void connectionLost(const Failure& reason) override {
        say("client: connectionLost: " + reason.getErrorMessage());
    }
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port = reactor.listenTCP(options.port(8000),
                                      Factory::forProtocol<Sorter>(),
                                      {.host = options.host()});
        sayListening(port->getHost());
        reactor.connectTCP(options.host(), port->getHost().port(),
                           ClientFactory::forProtocol<Client>());
    });
}
