#include "process.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#ifdef __APPLE__
extern char** environ;  // which its headers do not declare
#endif

namespace untwist::tools {

using namespace std::chrono_literals;

namespace {

// Between being asked to end and being killed.
constexpr Duration kGrace = 2s;

// For the last of its output, when it has ended but something that left its
// group keeps the pipe open.
constexpr Duration kLastWords = 200ms;

[[noreturn]] void cannotStart(const std::string& program, int error) {
    throw std::runtime_error("cannot start " + program + ": " +
                             std::strerror(error));
}

std::vector<std::string> environmentWith(const std::vector<std::string>& more) {
    std::vector<std::string> all = more;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view ours = *entry;
        const auto name = ours.substr(0, ours.find('=') + 1);
        const auto isReplaced = [&](const std::string& other) {
            return other.starts_with(name);
        };
        if (std::ranges::none_of(more, isReplaced)) all.emplace_back(ours);
    }
    return all;
}

class Child : public ProcessProtocol {
  public:
    Child(Reactor& reactor, Output onOutput)
        : reactor_(reactor), onOutput_(std::move(onOutput)) {}

    // To be called once it runs.
    Deferred<int> result() {
        result_ = Deferred<int>([child = weak()](Deferred<int>&) {
            if (const auto self = child.lock()) self->end();
        });
        return result_;
    }

  private:
    std::weak_ptr<Child> weak() {
        return std::static_pointer_cast<Child>(shared_from_this());
    }

    void connectionMade() override {
        trigger_ = reactor_.addSystemEventTrigger("before", "shutdown", [this] {
            isShutdown_ = true;
            end();
            return gone_;
        });
    }

    void outReceived(Bytes data) override {
        if (!isGivenUp_) onOutput_(data);
    }

    void processExited(const Failure& reason) override {
        if (const auto* how = reason.check<error::ProcessTerminated>())
            exitCode_ = how->exitCode.value_or(128 + how->signal.value_or(0));
        signal(SIGKILL);  // the others of its group
        cancelTimer();
        timer_ = reactor_.callLater(kLastWords,
                                    [this] { transport().loseConnection(); });
    }

    void processEnded(const Failure& /*reason*/) override {
        cancelTimer();
        if (!isShutdown_) reactor_.removeSystemEventTrigger(trigger_);
        gone_.callback();
        if (!isGivenUp_) result_.callback(exitCode_);
    }

    void end() {
        if (std::exchange(isGivenUp_, true)) return;
        signal(SIGINT);
        timer_ = reactor_.callLater(kGrace, [this] { signal(SIGKILL); });
    }

    void signal(int number) {
        try {
            transport().signalProcess(number);
        } catch (const error::ProcessExitedAlready&) {
            // then there is nobody to tell
        }
    }

    void cancelTimer() {
        if (timer_.active()) timer_.cancel();
    }

    Reactor& reactor_;
    Output onOutput_;
    Deferred<int> result_;
    Deferred<void> gone_;
    TriggerId trigger_;
    DelayedCall timer_;
    int exitCode_ = 0;
    bool isGivenUp_ = false;
    bool isShutdown_ = false;
};

}  // namespace

Deferred<int> start(Reactor& reactor, const Argv& argv, Output onOutput,
                    const StartOptions& options) {
    const auto child = std::make_shared<Child>(reactor, std::move(onOutput));
    SpawnOptions spawn;
    spawn.env = environmentWith(options.env);
    spawn.childFDs = {ChildFD::null(0), ChildFD::read(1), ChildFD::same(2, 1)};
    if (options.held >= 0)
        spawn.childFDs.push_back(ChildFD::ours(3, options.held));
    spawn.ownGroup = true;
    const Deferred<int> result = child->result();
    try {
        reactor.spawnProcess(child, argv.front(), argv, spawn);
    } catch (const std::system_error& error) {
        cannotStart(argv.front(), error.code().value());
    }
    return result;
}

int capture(const Argv& argv, const Output& onOutput) {
    return react(
        [&](Reactor& reactor) { return start(reactor, argv, onOutput); });
}

void become(const Argv& argv) {
    std::vector<char*> words;
    for (const std::string& word : argv)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    execvp(words.front(), words.data());
    cannotStart(argv.front(), errno);
}

}  // namespace untwist::tools
