// For tests: a process protocol that remembers, and whose calls a test fills
// in.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/loop.hpp"
#include "untwist/error.hpp"
#include "untwist/process.hpp"

namespace untwist::test {

class ChildProbe : public ProcessProtocol {
  public:
    std::vector<std::string> story;  // each kind of call, without repeats
    std::string out;
    std::string err;
    std::optional<Failure> exited;
    std::optional<Failure> ended;
    std::function<void(ChildProbe&)> onMade, onOut, onExited, onEnded;

    void connectionMade() override { tell("made", onMade); }
    void outReceived(Bytes data) override {
        out += data;
        tell("out", onOut);
    }
    void errReceived(Bytes data) override {
        err += data;
        tell("err", {});
    }
    void inConnectionLost() override { tell("in lost", {}); }
    void outConnectionLost() override { tell("out lost", {}); }
    void errConnectionLost() override { tell("err lost", {}); }
    void processExited(const Failure& reason) override {
        exited = reason;
        tell("exited", onExited);
    }
    void processEnded(const Failure& reason) override {
        ended = reason;
        tell("ended", onEnded);
    }

    bool has(const std::string& call) const {
        return std::find(story.begin(), story.end(), call) != story.end();
    }

    // How it ended, if it was terminated.
    std::optional<int> exitCode() const {
        const auto* why = ended.value().check<error::ProcessTerminated>();
        return why ? why->exitCode : std::nullopt;
    }
    std::optional<int> signal() const {
        const auto* why = ended.value().check<error::ProcessTerminated>();
        return why ? why->signal : std::nullopt;
    }

  private:
    void tell(const std::string& call,
              const std::function<void(ChildProbe&)>& hook) {
        if (story.empty() || story.back() != call) story.push_back(call);
        if (hook) hook(*this);
    }
};

// A child, and its protocol.
struct Child {
    std::shared_ptr<ChildProbe> probe;
    std::shared_ptr<ProcessTransport> transport;

    Child(Loop& loop, std::vector<std::string> argv, SpawnOptions options = {},
          std::shared_ptr<ChildProbe> with = std::make_shared<ChildProbe>())
        : probe(std::move(with)),
          transport(loop.reactor.spawnProcess(probe, argv.front(), argv,
                                              std::move(options))) {}

    // One that runs a line of shell. "exec" makes the shell become the program
    // it names: one process, and not two, to signal.
    Child(Loop& loop, const std::string& script, SpawnOptions options = {},
          std::shared_ptr<ChildProbe> with = std::make_shared<ChildProbe>())
        : Child(loop, std::vector<std::string>{"/bin/sh", "-c", script},
                std::move(options), std::move(with)) {}

    ChildProbe* operator->() const { return probe.get(); }
};

// Turns the loop until `child` has ended.
inline ChildProbe& finished(Loop& loop, const Child& child) {
    loop.until([&] { return child->ended.has_value(); });
    REQUIRE(child->ended);
    return *child.probe;
}

}  // namespace untwist::test
