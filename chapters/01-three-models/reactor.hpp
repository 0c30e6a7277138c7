// Model 3: one thread again, but it waits for all tasks at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"
#include "work.hpp"

// #region task
class TaskProtocol : public untwist::Protocol {
  public:
    explicit TaskProtocol(Task& task) : task_(task) {}

    void connectionMade() override { transport().write(task_.nextRequest()); }

    void dataReceived(untwist::Bytes data) override {
        answer_ += data;
        if (!answer_.ends_with('\n')) return;  // there is more to come
        task_.work(std::exchange(answer_, {}));
        if (task_.done()) {
            transport().loseConnection();
        } else {
            transport().write(task_.nextRequest());
        }
    }

  private:
    Task& task_;
    std::string answer_;
};
// #endregion

// Gives each connection a task, and ends the reactor with the last of them.
class AllTasks : public untwist::ClientFactory {
  public:
    AllTasks(untwist::Reactor& reactor, std::vector<Task>& tasks)
        : reactor_(reactor), tasks_(tasks), open_(tasks.size()) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<TaskProtocol>(tasks_[next_++]);
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& /*reason*/) override {
        if (--open_ == 0) reactor_.stop();
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& reason) override {
        if (!failure_) failure_ = reason;
        if (--open_ == 0) reactor_.stop();
    }

    void raiseFailure() const {
        if (failure_) failure_->raise();
    }

  private:
    untwist::Reactor& reactor_;
    std::vector<Task>& tasks_;
    std::size_t open_;
    std::size_t next_ = 0;
    std::optional<untwist::Failure> failure_;
};

// #region run
inline void runReactor(
    std::vector<Task>& tasks, std::uint16_t port,
    std::shared_ptr<untwist::ReactorObserver> observer = nullptr) {
    untwist::Reactor reactor;
    reactor.setObserver(std::move(observer));
    const auto factory = std::make_shared<AllTasks>(reactor, tasks);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        reactor.connectTCP("127.0.0.1", port, factory);
    }
    reactor.run();  // the thread sleeps here, for all tasks at once
    factory->raiseFailure();
}
// #endregion
