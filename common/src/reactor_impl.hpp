// The inside of a Reactor: its loop, and what it owns.
#pragma once

#include <array>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "descriptors.hpp"
#include "name_lookup.hpp"
#include "output.hpp"
#include "poller.hpp"
#include "socket.hpp"
#include "timer_queue.hpp"
#include "triggers.hpp"
#include "untwist/failure.hpp"
#include "untwist/log.hpp"
#include "untwist/observer.hpp"
#include "untwist/reactor.hpp"

namespace untwist {

class Children;
class Connection;
class SignalWatch;

// What a reactor keeps alive and ends when it stops: ports, connections, and
// attempts to connect.
class Registered {
  public:
    virtual ~Registered() = default;
    virtual void reactorStopped(const Failure& reason) = 0;

  private:
    friend class Registry;
    std::shared_ptr<Registered> self_;  // while it is registered
    Registered* previous_ = nullptr;
    Registered* next_ = nullptr;
};

// All of them, in the order they were added. The links are in the items: a
// list of its own would cost each connection an allocation.
class Registry {
  public:
    Registry() = default;
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
    ~Registry() {
        while (first_) remove(*first_);
    }

    void add(std::shared_ptr<Registered> item);
    // Does nothing if it is not there. What is removed lives on until bury():
    // whoever is calling it need not hold it.
    void remove(Registered& item);
    void bury() {
        if (!removed_.empty()) std::exchange(removed_, {});
    }
    static bool has(const Registered& item) { return item.self_ != nullptr; }
    std::vector<std::shared_ptr<Registered>> items() const;

  private:
    Registered* first_ = nullptr;
    Registered* last_ = nullptr;
    std::vector<std::shared_ptr<Registered>> removed_;
};

// The reactor's timers, on the clock that never goes back.
class SteadyTimers final : public TimerQueue {
  public:
    Duration now() const override {
        return std::chrono::steady_clock::now().time_since_epoch();
    }
};

class ReactorImpl {
  public:
    ReactorImpl();
    ~ReactorImpl();
    ReactorImpl(const ReactorImpl&) = delete;
    ReactorImpl& operator=(const ReactorImpl&) = delete;

    void run();
    void stop();
    void crash();
    bool started() const { return started_; }
    bool running() const { return running_; }
    void callFromThread(Callback call);

    // Ends every connection, port and attempt that is left.
    void loseEverything(const Failure& reason);
    void setObserver(std::shared_ptr<ReactorObserver> observer) {
        observer_ = std::move(observer);
    }

    // --- For ports, connections and connectors. ---

    asio::io_context& io() { return io_; }
    Poller& poller() { return poller_; }
    Outputs& outputs() { return outputs_; }
    void add(std::shared_ptr<Registered> item) {
        registry_.add(std::move(item));
    }
    void remove(Registered& item) { registry_.remove(item); }
    void post(Callback call);  // in a later turn of the loop
    // The same for a handler of ours, which throws nothing.
    template <class Handler>
    void later(Handler handler) {
        asio::post(io_, std::move(handler));
        poller_.asioHasWork();
    }

    // Closes a socket or descriptor of Asio's. Handlers that wait for it are
    // called in a later turn of the loop.
    template <class Socket>
    void close(Socket& socket) {
        asio::error_code ignored;
        socket.close(ignored);
        poller_.asioHasWork();
    }

    NameLookup& names();
    std::uint64_t nextConnectionId() { return ++lastConnectionId_; }

    Children& children();  // of this program, started by this reactor
    Descriptors& descriptors() { return descriptors_; }

    // Calls the connection's turn(), before the loop waits again.
    void turnSoon(std::shared_ptr<Connection> connection);

    // Every read uses this one buffer: a connection that waits has none.
    std::array<char, 65536>& readBuffer() { return *readBuffer_; }

    bool observed() const { return observer_ != nullptr; }

    // Calls into the application. What it throws is logged and returned.
    // `who` is the callee's type; void where there is none to tell. `ready` is
    // when the call could have been made; zero stands for now.
    template <class F>
    std::optional<Failure> call(const char* what, const std::type_info& who,
                                std::uint64_t connection, Duration ready,
                                F&& function) {
        if (observer_) [[unlikely]] {
            return callObserved(what, who, connection, ready,
                                Function<void()>(std::ref(function)));
        }
        return callGuarded(what, who, function);
    }

    SteadyTimers timers;
    Triggers triggers;

  private:
    template <class F>
    static std::optional<Failure> callGuarded(const char* what,
                                              const std::type_info& who,
                                              F&& function) {
        try {
            function();
            return {};
        } catch (...) {
            return logged(Failure(), what, who);
        }
    }
    static Failure logged(Failure failure, const char* what,
                          const std::type_info& who);
    std::optional<Failure> callObserved(const char* what,
                                        const std::type_info& who,
                                        std::uint64_t connection,
                                        Duration ready, Callback function);
    void becomeRunning();
    void iterate();
    void runThreadCalls();
    void runDueTimers();
    void giveTurns();
    Duration timeToWait() const;

    // UNSAFE_IO leaves out the locks on each descriptor, since one thread does
    // all input and output. Posting from other threads stays safe.
    asio::io_context io_{ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    asio::executor_work_guard<Executor> work_{io_.get_executor()};

    std::unique_ptr<std::array<char, 65536>> readBuffer_ =
        std::make_unique<std::array<char, 65536>>();
    Outputs outputs_;
    Poller poller_{io_};
    Registry registry_;
    Descriptors descriptors_{*this};
    std::unique_ptr<Children> children_;  // null until the first one
    std::unique_ptr<NameLookup> names_;   // null until the first one
    std::vector<std::shared_ptr<Connection>> waitingForTurn_;
    std::vector<std::shared_ptr<Connection>> havingTurn_;
    std::uint64_t lastConnectionId_ = 0;
    std::shared_ptr<ReactorObserver> observer_;

    bool started_ = false;      // between run() and its end
    bool running_ = false;      // what running() tells
    bool stopping_ = false;     // stop() was called: for good
    bool justStopped_ = false;  // and the shutdown event is still to fire
    std::unique_ptr<SignalWatch> stopSignals_;

    std::mutex threadCallsMutex_;
    std::vector<Callback> threadCalls_;         // guarded by the mutex
    std::atomic<bool> hasThreadCalls_ = false;  // spares the loop the mutex
};

}  // namespace untwist
