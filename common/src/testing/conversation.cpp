#include "untwist/testing/conversation.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stage.hpp"
#include "untwist/testing/story.hpp"

namespace untwist::testing {

namespace {

std::string setting(Travel travel) {
    switch (travel) {
        case Travel::whole:
            return "each message arrives in one read";
        case Travel::byByte:
            return "each byte arrives in a read of its own";
        case Travel::joined:
            return "messages in a row arrive in one read";
        case Travel::slowly:
            break;
    }
    return "the clients take 3 bytes at a time";
}

std::string inWords(Duration time) {
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
    if (ms % 1000 == 0) return std::to_string(ms / 1000) + " s";
    return std::to_string(ms) + " ms";
}

std::string asHeard(Bytes bytes) {
    return bytes.empty() ? "nothing" : quoted(bytes);
}

// What two long runs of bytes have in common is left out.
[[noreturn]] void failHearing(Bytes expected, Bytes heard,
                              const std::string& after) {
    constexpr std::size_t kShort = 60;
    const auto same = static_cast<std::size_t>(
        std::ranges::mismatch(expected, heard).in1 - expected.begin());
    const bool cut =
        same > 20 && std::max(expected.size(), heard.size()) > kShort;
    const auto from = cut ? same - 10 : 0;
    const auto where = cut ? ", from byte " + std::to_string(from) + " on" : "";
    throw StoryFailure(asHeard(expected.substr(from)) + where,
                       asHeard(heard.substr(from)) + after);
}

class ProtocolFactory final : public Factory {
  public:
    explicit ProtocolFactory(MakeProtocol make) : make_(make) {}
    std::shared_ptr<Protocol> buildProtocol(const Address&) override {
        return make_();
    }

  private:
    MakeProtocol make_;
};

class Client final : public Peer {
  public:
    Client(Stage& stage, std::string name, std::shared_ptr<Wire> wire)
        : stage_(stage), name_(std::move(name)), wire_(std::move(wire)) {}

    Peer& says(Bytes data) override {
        step(name_ + " says " + quoted(data));
        stage_.send(*wire_, data);
        return *this;
    }

    Peer& hears(Bytes data) override {
        expect(" should hear " + quoted(data));
        if (!Bytes(wire_->heard()).starts_with(data)) {
            failHearing(data, wire_->heard(), afterwards());
        }
        wire_->heard().erase(0, data.size());
        return *this;
    }

    Peer& hearsNothing() override {
        expect(" should hear nothing");
        failIfHeard("nothing");
        return *this;
    }

    Peer& isOpen() override {
        expect(" should still be connected");
        if (wire_->end() != Wire::End::open) {
            throw StoryFailure("an open connection",
                               "one that is over" + afterwards());
        }
        return *this;
    }

    Peer& isClosed() override {
        expect(" should see the connection closed");
        failIfHeard("the end of the connection");
        return expectEnd(Wire::End::closed, "a connection closed in order");
    }

    Peer& isReset() override {
        expect(" should see the connection reset");
        return expectEnd(Wire::End::reset, "a connection that was reset");
    }

    Peer& halfCloses() override {
        return act(" says no more, but listens",
                   [this] { wire_->deliverEnd(); });
    }

    Peer& leaves() override {
        return act(" closes the connection", [this] { wire_->leave(); });
    }

    Peer& vanishes() override {
        return act("'s connection breaks", [this] { wire_->deliverReset(); });
    }

    Peer& stopsReading() override {
        return act(" stops reading", [this] { wire_->setListening(false); });
    }

    Peer& readsAgain() override {
        return act(" reads again", [this] { wire_->setListening(true); });
    }

    // At the end of the script.
    void hearsNoMore() const { failIfHeard("nothing more for " + name_); }

  private:
    void failIfHeard(const std::string& expected) const {
        if (wire_->heard().empty()) return;
        throw StoryFailure(expected, quoted(wire_->heard()));
    }

    void expect(const std::string& what) {
        step(name_ + what);
        stage_.settle();
    }

    template <class F>
    Peer& act(const std::string& what, F action) {
        stage_.settle();
        step(name_ + what);
        action();
        stage_.settle();
        return *this;
    }

    Peer& expectEnd(Wire::End end, const std::string& inWords) {
        if (wire_->end() != end) {
            throw StoryFailure(inWords,
                               wire_->end() == Wire::End::open
                                   ? "one that is still open"
                                   : "one that is over" + afterwards());
        }
        return *this;
    }

    std::string afterwards() const {
        switch (wire_->end()) {
            case Wire::End::open:
                return "";
            case Wire::End::closed:
                return ", and the server has closed";
            case Wire::End::reset:
                break;
        }
        return ", and the connection was reset";
    }

    Stage& stage_;
    std::string name_;
    std::shared_ptr<Wire> wire_;
};

}  // namespace

struct Conversation::Impl {
    explicit Impl(Travel travel) : stage(travel) {}

    Stage stage;
    std::shared_ptr<Factory> factory;
    std::vector<std::unique_ptr<Client>> clients;
};

Conversation::Conversation(Travel travel)
    : impl_(std::make_unique<Impl>(travel)) {
    startStory(setting(travel));
}

Conversation::~Conversation() = default;

Peer& Conversation::connect(std::string_view name) {
    impl_->stage.settle();
    step(std::string(name) + " connects");
    impl_->clients.push_back(
        std::make_unique<Client>(impl_->stage, std::string(name),
                                 impl_->stage.connect(*impl_->factory)));
    return *impl_->clients.back();
}

void Conversation::waits(Duration time) {
    impl_->stage.settle();
    step(inWords(time) + " pass");
    impl_->stage.pass(time);
}

Clock& Conversation::clock() { return impl_->stage.clock(); }

void Conversation::play(const MakeFactory& make, const Script& script) {
    auto& stage = impl_->stage;
    impl_->factory = make(*this);
    impl_->factory->doStart();
    script(*this);
    stage.settle();
    for (const auto& client : impl_->clients) client->hearsNoMore();
    stage.failIfThrown();
    step("everybody who is still there leaves");
    stage.stop();
    stage.failIfThrown();
    impl_->factory->doStop();
}

void playEveryWay(const Conversation::MakeFactory& make,
                  const Conversation::Script& script) {
    for (const auto travel :
         {Travel::whole, Travel::byByte, Travel::joined, Travel::slowly}) {
        Conversation(travel).play(make, script);
    }
}

void playWithProtocols(MakeProtocol make, const Conversation::Script& script) {
    playEveryWay(
        [make](Conversation&) {
            return std::make_shared<ProtocolFactory>(make);
        },
        script);
}

}  // namespace untwist::testing
