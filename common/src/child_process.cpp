#include "child_process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "untwist/error.hpp"

#ifdef __APPLE__
extern char** environ;  // which its headers do not declare
#endif

namespace untwist {

namespace {

std::vector<std::string> ourEnvironment() {
    std::vector<std::string> entries;
    for (char** entry = environ; entry && *entry; ++entry) {
        entries.emplace_back(*entry);
    }
    return entries;
}

Failure howItEnded(const siginfo_t& info) {
    if (info.si_code != CLD_EXITED) {
        return Failure(error::ProcessTerminated({}, info.si_status));
    }
    if (info.si_status != 0) {
        return Failure(error::ProcessTerminated(info.si_status));
    }
    return Failure(error::ProcessDone());
}

// The pipes of a child that is to be, both ends of each.
struct Plumbing {
    struct Ours {
        int childFD;
        UniqueFd end;
        ProcessPipe::Direction direction;
    };
    std::vector<Ours> ours;
    std::vector<UniqueFd> theirs;
    std::vector<Launch::Mapping> mappings;

    void lead(int childFD, UniqueFd end) {
        mappings.push_back({end.get(), childFD});
        theirs.push_back(std::move(end));
    }

    void addTerminal() {
        auto terminal = makePseudoTerminal();
        const int end = terminal.child.get();
        lead(0, std::move(terminal.child));
        mappings.push_back({end, 1});
        mappings.push_back({end, 2});
        ours.push_back(
            {1, std::move(terminal.ours), ProcessPipe::Direction::both});
    }

    void add(const ChildFD& wanted) {
        using Kind = ChildFD::Kind;
        const int number = wanted.number;
        if (wanted.kind == Kind::weRead) {
            auto pipe = makePipe();
            lead(number, std::move(pipe.writing));
            ours.push_back({number, std::move(pipe.reading),
                            ProcessPipe::Direction::read});
        } else if (wanted.kind == Kind::weWrite) {
            auto pipe = makePipe();
            lead(number, std::move(pipe.reading));
            ours.push_back({number, std::move(pipe.writing),
                            ProcessPipe::Direction::write});
        } else if (wanted.kind == Kind::null) {
            lead(number, UniqueFd(::open("/dev/null", O_RDWR | O_CLOEXEC)));
        } else {
            mappings.push_back({wanted.kind == Kind::same
                                    ? leadsTo(wanted.other)
                                    : wanted.other,
                                number});
        }
    }

    int leadsTo(int childFD) const {
        const auto found =
            std::ranges::find(mappings, childFD, &Launch::Mapping::to);
        if (found != mappings.end()) return found->from;
        throw std::invalid_argument("spawnProcess: ChildFD::same: descriptor " +
                                    std::to_string(childFD) +
                                    " is not earlier in the list");
    }
};

int signalNumber(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, int>, 5> kSignals{
        {{"HUP", SIGHUP},
         {"INT", SIGINT},
         {"KILL", SIGKILL},
         {"STOP", SIGSTOP},
         {"TERM", SIGTERM}}};
    for (const auto& [known, number] : kSignals) {
        if (name == known) return number;
    }
    throw std::invalid_argument(
        "signalProcess: \"" + std::string(name) +
        "\": use HUP, INT, KILL, STOP or TERM, or a signal's number");
}

}  // namespace

// What it throws is logged; whether it threw nothing.
template <class F>
bool ChildProcess::callProtocol(const char* what, F&& function) {
    const auto held = protocol_;
    if (!held) return true;
    auto& protocol = *held;
    return !reactor_.call(what, typeid(protocol), id_, {},
                          [&] { function(protocol); });
}

// --- The beginning ---

void ChildProcess::start(std::string executable, std::vector<std::string> args,
                         SpawnOptions options) {
    if (args.empty()) args.push_back(executable);
    Plumbing plumbing;
    if (options.usePTY) {
        plumbing.addTerminal();
    } else {
        for (const auto& wanted : options.childFDs) plumbing.add(wanted);
    }
    auto& children = reactor_.children();  // first: it listens from then on
    pid_ = spawn({std::move(executable), std::move(args),
                  options.env ? std::move(*options.env) : ourEnvironment(),
                  std::move(options.path), std::move(plumbing.mappings),
                  options.usePTY, options.ownGroup, options.addressSpaceLimit,
                  options.descriptorLimit});
    ownGroup_ = options.ownGroup;
    terminal_ = options.usePTY;
    const auto self = shared_from_this();
    reactor_.add(self);
    children.add(self);
    for (auto& [childFD, end, direction] : plumbing.ours) {
        pipes_[childFD] = std::make_shared<ProcessPipe>(
            reactor_, self, childFD, std::move(end), direction);
    }
    callProtocol("connectionMade",
                 [&](auto& protocol) { protocol.makeConnection(self); });
    for (const auto& [childFD, pipe] : pipes_) pipe->start();
}

// --- The end ---

void ChildProcess::reap() {
    if (ended_) return;
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &info,
                 WEXITED | WNOHANG | WNOWAIT) != 0) {
        pid_ = -1;
        ended_ = Failure(error::ProcessTerminated());
    } else if (info.si_pid == 0) {
        return;  // it was another one
    } else {
        ended_ = howItEnded(info);
    }
    // The system keeps its number for us until we have waited: the protocol
    // may signal the rest of its group, and nobody else.
    callProtocol("processExited",
                 [&](auto& protocol) { protocol.processExited(*ended_); });
    if (pid_ >= 0) ::waitpid(std::exchange(pid_, -1), nullptr, 0);
    reactor_.children().remove(*this);
    endIfOver();
}

bool ChildProcess::received(int childFD, Bytes data) {
    return callProtocol("childDataReceived", [&](auto& protocol) {
        protocol.childDataReceived(childFD, data);
    });
}

void ChildProcess::pipeLost(int childFD) {
    callProtocol("childConnectionLost", [&](auto& protocol) {
        protocol.childConnectionLost(childFD);
    });
    endIfOver();
}

void ChildProcess::endIfOver() {
    const auto isOpen = [](const auto& entry) {
        return entry.second->isOpen();
    };
    if (!ended_ || pid_ >= 0 || std::ranges::any_of(pipes_, isOpen)) return;
    reactor_.remove(*this);
    callProtocol("processEnded",
                 [&](auto& protocol) { protocol.processEnded(*ended_); });
    protocol_.reset();
}

void ChildProcess::reactorStopped(const Failure& /*reason*/) {
    const auto self = shared_from_this();
    for (const auto& [childFD, pipe] : pipes_) pipe->lose();
    reap();
    protocol_.reset();
    reactor_.children().remove(*this);
    reactor_.remove(*this);
}

// --- What the protocol may ask for ---

std::optional<int> ChildProcess::pid() const {
    if (ended_ || pid_ < 0) return {};
    return pid_;
}

void ChildProcess::write(Bytes data) {
    const int input = terminal_ ? 1 : 0;
    if (pipes_.contains(input)) writeToChild(input, data);
}

void ChildProcess::writeToChild(int childFD, Bytes data) {
    const auto found = pipes_.find(childFD);
    if (found == pipes_.end() || !found->second->writes()) {
        throw std::invalid_argument(
            "writeToChild: there is no pipe to its "
            "descriptor " +
            std::to_string(childFD));
    }
    found->second->write(data);
}

void ChildProcess::closeChildFD(int childFD) {
    const auto found = pipes_.find(childFD);
    if (found != pipes_.end() && !terminal_) found->second->loseConnection();
}

void ChildProcess::loseConnection() {
    for (const auto& [childFD, pipe] : pipes_) pipe->loseConnection();
}

void ChildProcess::pauseProducing() {
    for (const auto& [childFD, pipe] : pipes_) pipe->pauseProducing();
}

void ChildProcess::resumeProducing() {
    for (const auto& [childFD, pipe] : pipes_) pipe->resumeProducing();
}

void ChildProcess::signalProcess(std::string_view name) {
    signalProcess(signalNumber(name));
}

void ChildProcess::signalProcess(int number) {
    if (pid_ < 0 || (ended_ && !ownGroup_)) throw error::ProcessExitedAlready();
    if (::kill(ownGroup_ ? -pid_ : pid_, number) == 0) return;
    if (errno == ESRCH) throw error::ProcessExitedAlready();
    throw std::system_error(errno, std::system_category(),
                            "signalProcess: signal " + std::to_string(number));
}

// --- All children ---

Children::Children(asio::io_context& io)
    : ended_(io, {SIGCHLD}, [this] { reapAll(); }) {}

void Children::add(const std::shared_ptr<ChildProcess>& child) {
    running_.push_back(child);
}

void Children::remove(const ChildProcess& child) {
    std::erase_if(running_,
                  [&](const auto& other) { return other.get() == &child; });
}

// One SIGCHLD may stand for several.
void Children::reapAll() {
    const auto all = running_;
    for (const auto& child : all) child->reap();
}

}  // namespace untwist
