#include "untwist/reactor.hpp"

#include <netdb.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "child_process.hpp"
#include "connection.hpp"
#include "connector.hpp"
#include "port.hpp"
#include "reactor_impl.hpp"
#include "signals.hpp"
#include "type_name.hpp"
#include "udp_port.hpp"
#include "untwist/error.hpp"

namespace untwist {

// --- The loop ---

ReactorImpl::ReactorImpl() {
    // First in their phases, so that the application's triggers find the
    // reactor running, or its connections lost.
    triggers.add("during", "startup", [this] {
        becomeRunning();
        return std::optional<Deferred<void>>();
    });
    triggers.add("during", "shutdown", [this] {
        crash();
        loseEverything(Failure(error::ConnectionLost("the reactor stopped")));
        return std::optional<Deferred<void>>();
    });
}

ReactorImpl::~ReactorImpl() = default;

void ReactorImpl::run() {
    if (started_) throw error::ReactorAlreadyRunning();
    if (stopping_) throw error::ReactorNotRestartable();
    started_ = true;
    triggers.fire("startup");
    while (started_) iterate();
    stopSignals_.reset();
}

void ReactorImpl::becomeRunning() {
    running_ = true;
    std::vector<int> signals{SIGTERM};
    if (SignalWatch::isFree(SIGINT)) signals.push_back(SIGINT);
    stopSignals_ = std::make_unique<SignalWatch>(io_, signals, [this] {
        // Asked again while it waits to shut down: it waits no longer.
        stopping_ ? crash() : stop();
    });
}

void ReactorImpl::stop() {
    if (!started_ || stopping_) throw error::ReactorNotRunning();
    stopping_ = justStopped_ = true;
}

void ReactorImpl::crash() {
    if (!std::exchange(started_, false)) return;
    running_ = false;
    if (stopping_) return;
    triggers.add("during", "startup", [this] {
        becomeRunning();
        return std::optional<Deferred<void>>();
    });
}

void ReactorImpl::iterate() {
    runThreadCalls();
    runDueTimers();
    if (std::exchange(justStopped_, false)) triggers.fire("shutdown");
    giveTurns();
    if (started_) poller_.wait(timeToWait());
    giveTurns();
    registry_.bury();
}

Duration ReactorImpl::timeToWait() const {
    if (!waitingForTurn_.empty() || justStopped_) return Duration::zero();
    if (timers.empty()) return Duration::max();
    return std::max(timers.nextTime() - timers.now(), Duration::zero());
}

void ReactorImpl::runDueTimers() {
    if (timers.empty()) return;
    const auto now = timers.now();
    const auto mark = timers.mark();
    while (auto due = timers.takeDue(now, mark)) {
        call("callLater", typeid(void), 0, due.time, due.call);
    }
}

// --- Calls from other threads ---

void ReactorImpl::callFromThread(Callback call) {
    const std::lock_guard lock(threadCallsMutex_);
    const bool first = threadCalls_.empty();
    threadCalls_.push_back(std::move(call));
    hasThreadCalls_.store(true, std::memory_order_release);
    if (first) poller_.wake();
}

void ReactorImpl::runThreadCalls() {
    if (!hasThreadCalls_.load(std::memory_order_acquire)) return;
    std::vector<Callback> calls;
    {
        const std::lock_guard lock(threadCallsMutex_);
        calls.swap(threadCalls_);
        hasThreadCalls_.store(false, std::memory_order_relaxed);
    }
    for (auto& function : calls) {
        call("callFromThread", typeid(void), 0, {}, function);
        function = nullptr;
    }
}

// --- What the reactor owns ---

void Registry::add(std::shared_ptr<Registered> item) {
    item->previous_ = std::exchange(last_, item.get());
    (item->previous_ ? item->previous_->next_ : first_) = item.get();
    item->self_ = std::move(item);
}

void Registry::remove(Registered& item) {
    if (!item.self_) return;
    removed_.push_back(std::move(item.self_));
    auto* const previous = std::exchange(item.previous_, nullptr);
    auto* const next = std::exchange(item.next_, nullptr);
    (previous ? previous->next_ : first_) = next;
    (next ? next->previous_ : last_) = previous;
}

std::vector<std::shared_ptr<Registered>> Registry::items() const {
    std::vector<std::shared_ptr<Registered>> all;
    for (auto* item = first_; item; item = item->next_) {
        all.push_back(item->self_);
    }
    return all;
}

// What is added meanwhile (a client that connects again) is left to the next
// time, which at the latest is the destructor.
void ReactorImpl::loseEverything(const Failure& reason) {
    for (const auto& item : registry_.items()) {
        if (Registry::has(*item)) item->reactorStopped(reason);
    }
    registry_.bury();
    descriptors_.loseAll(reason);
}

Children& ReactorImpl::children() {
    if (!children_) children_ = std::make_unique<Children>(io_);
    return *children_;
}

NameLookup& ReactorImpl::names() {
    if (!names_) names_ = std::make_unique<NameLookup>(io_, poller_);
    return *names_;
}

void ReactorImpl::post(Callback call) {
    later([this, call = std::move(call)]() mutable {
        this->call("a posted call", typeid(void), 0, {}, call);
    });
}

void ReactorImpl::turnSoon(std::shared_ptr<Connection> connection) {
    waitingForTurn_.push_back(std::move(connection));
}

// A snapshot: what is written while this runs goes in the next turn, so that
// a producer cannot keep the loop to itself.
void ReactorImpl::giveTurns() {
    if (waitingForTurn_.empty()) return;
    havingTurn_.swap(waitingForTurn_);
    for (const auto& connection : havingTurn_) connection->turn();
    havingTurn_.clear();
}

// --- Calls into the application ---

Failure ReactorImpl::logged(Failure failure, const char* what,
                            const std::type_info& who) {
    log::err(failure, eventName(what, shortTypeName(who)));
    return failure;
}

std::optional<Failure> ReactorImpl::callObserved(const char* what,
                                                 const std::type_info& who,
                                                 std::uint64_t connection,
                                                 Duration ready,
                                                 Callback function) {
    const auto name = shortTypeName(who);
    const auto observer = observer_;
    const auto began = timers.now();
    ReactorEvent event{what,       name,
                       connection, ready == Duration::zero() ? began : ready,
                       began,      Duration::zero()};
    observer->eventBegan(event);
    auto failure = callGuarded(what, who, function);
    event.ended = timers.now();
    observer->eventEnded(event);
    return failure;
}

// --- The public face ---

Reactor::Reactor() : impl_(std::make_unique<ReactorImpl>()) {}

// Here, not in ReactorImpl's destructor: connectionLost may still call us.
Reactor::~Reactor() {
    impl_->loseEverything(
        Failure(error::ConnectionLost("the reactor is gone")));
}

void Reactor::run() { impl_->run(); }
void Reactor::stop() { impl_->stop(); }
void Reactor::crash() { impl_->crash(); }
bool Reactor::running() const { return impl_->running(); }

void Reactor::callWhenRunning(Callback call) {
    if (impl_->started()) return call();
    addSystemEventTrigger("after", "startup", std::move(call));
}

TriggerId Reactor::addTrigger(std::string_view phase, std::string_view event,
                              Trigger call) {
    return impl_->triggers.add(phase, event, std::move(call));
}

void Reactor::removeSystemEventTrigger(TriggerId trigger) {
    impl_->triggers.remove(trigger);
}

void Reactor::fireSystemEvent(std::string_view event) {
    impl_->triggers.fire(event);
}

Duration Reactor::seconds() const { return impl_->timers.now(); }

DelayedCall Reactor::callLater(Duration delay, Callback call) {
    return impl_->timers.schedule(delay, std::move(call));
}

std::vector<DelayedCall> Reactor::getDelayedCalls() const {
    return impl_->timers.calls();
}

void Reactor::callFromThread(Callback call) {
    impl_->callFromThread(std::move(call));
}

std::shared_ptr<Port> Reactor::listenTCP(std::uint16_t port,
                                         std::shared_ptr<Factory> factory,
                                         ListenOptions options) {
    auto listener = std::make_shared<TcpPort>(*impl_, port, std::move(factory),
                                              std::move(options));
    listener->startListening();
    return listener;
}

std::shared_ptr<Connector> Reactor::connectTCP(
    std::string host, std::uint16_t port,
    std::shared_ptr<ClientFactory> factory, ConnectOptions options) {
    auto connector = std::make_shared<TcpConnector>(
        *impl_, std::move(host), port, std::move(factory), std::move(options));
    connector->connect();
    return connector;
}

std::shared_ptr<Connector> Reactor::connectTCP(
    std::string host, const std::string& service,
    std::shared_ptr<ClientFactory> factory, ConnectOptions options) {
    const auto* entry = ::getservbyname(service.c_str(), "tcp");
    if (!entry) throw error::ServiceNameUnknownError(service);
    return connectTCP(std::move(host),
                      ntohs(static_cast<std::uint16_t>(entry->s_port)),
                      std::move(factory), std::move(options));
}

std::shared_ptr<UDPPort> Reactor::listenUDP(
    std::uint16_t port, std::shared_ptr<DatagramProtocol> protocol,
    UDPOptions options) {
    auto listener = std::make_shared<UdpPort>(*impl_, port, std::move(protocol),
                                              std::move(options));
    listener->startListening();
    return listener;
}

void Reactor::addReader(std::shared_ptr<IReadDescriptor> reader) {
    impl_->descriptors().addReader(std::move(reader));
}

void Reactor::addWriter(std::shared_ptr<IWriteDescriptor> writer) {
    impl_->descriptors().addWriter(std::move(writer));
}

void Reactor::removeReader(const IReadDescriptor& reader) {
    impl_->descriptors().removeReader(reader);
}

void Reactor::removeWriter(const IWriteDescriptor& writer) {
    impl_->descriptors().removeWriter(writer);
}

std::vector<std::shared_ptr<IReadDescriptor>> Reactor::getReaders() const {
    return impl_->descriptors().getReaders();
}

std::vector<std::shared_ptr<IWriteDescriptor>> Reactor::getWriters() const {
    return impl_->descriptors().getWriters();
}

std::shared_ptr<ProcessTransport> Reactor::spawnProcess(
    std::shared_ptr<ProcessProtocol> protocol, std::string executable,
    std::vector<std::string> args, SpawnOptions options) {
    auto process = std::make_shared<ChildProcess>(*impl_, std::move(protocol));
    process->start(std::move(executable), std::move(args), std::move(options));
    return process;
}

void Reactor::setObserver(std::shared_ptr<ReactorObserver> observer) {
    impl_->setObserver(std::move(observer));
}

}  // namespace untwist
