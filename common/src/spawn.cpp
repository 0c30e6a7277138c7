#include "spawn.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/close_range.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace untwist {

namespace {

[[noreturn]] void fail(int error, const std::string& what) {
    throw std::system_error(error, std::system_category(), what);
}

}  // namespace

// --- Descriptors ---

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = other.release();
    }
    return *this;
}

int UniqueFd::release() { return std::exchange(fd_, -1); }

void UniqueFd::reset() {
    if (fd_ >= 0) ::close(release());
}

Pipe makePipe() {
    std::array<int, 2> ends{};
#ifdef __linux__
    const int result = ::pipe2(ends.data(), O_CLOEXEC);
#else
    const int result = ::pipe(ends.data());
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
    if (result != 0) fail(errno, "cannot make a pipe");
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

PseudoTerminal makePseudoTerminal() {
    UniqueFd ours(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (ours.get() < 0 || ::grantpt(ours.get()) != 0 ||
        ::unlockpt(ours.get()) != 0) {
        fail(errno, "cannot make a terminal");
    }
    UniqueFd child(
        ::open(::ptsname(ours.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (child.get() < 0) fail(errno, "cannot open a terminal");
    return {std::move(ours), std::move(child)};
}

// --- What is made ready, since the child may not ask for memory ---

namespace {

using Strings = std::vector<std::string>;

std::vector<char*> pointers(const Strings& strings) {
    std::vector<char*> list;
    for (const auto& string : strings) {
        if (string.find('\0') != std::string::npos) {
            throw std::invalid_argument(
                "spawnProcess: a null byte ends what a program is given");
        }
        list.push_back(const_cast<char*>(string.c_str()));
    }
    list.push_back(nullptr);
    return list;
}

// Where the shell would look for it, in order.
Strings candidates(const Launch& launch) {
    if (launch.executable.find('/') != std::string::npos) {
        return {launch.executable};
    }
    std::string_view folders = "/usr/bin:/bin";
    for (const std::string_view entry : launch.env) {
        if (entry.starts_with("PATH=")) folders = entry.substr(5);
    }
    Strings found;
    for (;;) {
        const auto end = std::min(folders.find(':'), folders.size());
        const auto folder =
            end == 0 ? "." : std::string(folders.substr(0, end));
        found.push_back(folder + "/" + launch.executable);
        if (end == folders.size()) return found;
        folders.remove_prefix(end + 1);
    }
}

// What a child that failed tells us.
struct Trouble {
    enum class During { setup, folder, execution } during;
    int error;
};

struct Prepared {
    explicit Prepared(const Launch& launch, int troubleFd)
        : trouble(troubleFd),
          programs(candidates(launch)),
          args(pointers(launch.args)),
          env(pointers(launch.env)),
          descriptors(launch.descriptors) {
        for (const auto& [from, to] : descriptors) {
            beyond = std::max(beyond, to + 1);
        }
    }

    int trouble;
    Strings programs;
    std::vector<char*> args;
    std::vector<char*> env;
    std::vector<Launch::Mapping> descriptors;
    int beyond = 3;  // no number from here on is one the child is to have
};

// --- In the child: only calls that are safe after fork ---

[[noreturn]] void giveUp(const Prepared& prepared, Trouble::During during) {
    const Trouble trouble{during, errno};
    [[maybe_unused]] const auto told =
        ::write(prepared.trouble, &trouble, sizeof trouble);
    ::_exit(1);
}

void check(const Prepared& prepared, bool worked) {
    if (!worked) giveUp(prepared, Trouble::During::setup);
}

// Our handlers would act on what they share with us, and what we ignore is
// not for the child to ignore.
void resetSignals() {
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) {
        ::sigaction(number, &standard, nullptr);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Whatever the application has opened without close-on-exec, too.
void closeAllOnExec() {
#ifdef CLOSE_RANGE_CLOEXEC
    if (::close_range(0, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
#endif
    const int end = ::getdtablesize();
    for (int fd = 0; fd < end; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

// All move out of the way first, so that none lands on one still needed.
void placeDescriptors(Prepared& prepared) {
    const auto moveAway = [&](int fd) {
        const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, prepared.beyond);
        check(prepared, moved >= 0);
        return moved;
    };
    prepared.trouble = moveAway(prepared.trouble);
    for (auto& mapping : prepared.descriptors) {
        mapping.from = moveAway(mapping.from);
    }
    closeAllOnExec();
    for (const auto& [from, to] : prepared.descriptors) {
        check(prepared, ::dup2(from, to) == to);
    }
}

void limit(const Prepared& prepared, int resource, std::uint64_t most) {
    if (most == 0) return;
    const rlimit limits{most, most};
    check(prepared, ::setrlimit(static_cast<decltype(RLIMIT_AS)>(resource),
                                &limits) == 0);
}

void execute(const Prepared& prepared) {
    int error = ENOENT;
    for (const auto& program : prepared.programs) {
        ::execve(program.c_str(), prepared.args.data(), prepared.env.data());
        if (errno == ENOENT || errno == ENOTDIR) continue;
        error = errno;
        if (error != EACCES) break;
    }
    errno = error;
}

[[noreturn]] void becomeProgram(const Launch& launch, Prepared& prepared) {
    resetSignals();
    if (launch.newSession) check(prepared, ::setsid() >= 0);
    if (launch.ownGroup && !launch.newSession) {
        check(prepared, ::setpgid(0, 0) == 0);
    }
    placeDescriptors(prepared);
    if (launch.newSession) check(prepared, ::ioctl(0, TIOCSCTTY, 0) == 0);
    if (!launch.path.empty() && ::chdir(launch.path.c_str()) != 0) {
        giveUp(prepared, Trouble::During::folder);
    }
    limit(prepared, RLIMIT_AS, launch.addressSpaceLimit);
    limit(prepared, RLIMIT_NOFILE, launch.descriptorLimit);
    execute(prepared);
    giveUp(prepared, Trouble::During::execution);
}

// --- In the parent ---

// Lets no signal in while it lives: between fork and exec our handlers would
// run in the child, and what they write would reach us.
class SignalsBlocked {
  public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  private:
    sigset_t before_{};
};

std::string describe(Trouble::During during, const Launch& launch) {
    const auto what = "spawnProcess: cannot start " + launch.executable;
    if (during == Trouble::During::folder) return what + " in " + launch.path;
    if (during == Trouble::During::setup) return what + " as asked";
    return what;
}

}  // namespace

int spawn(const Launch& launch) {
    auto trouble = makePipe();
    Prepared prepared(launch, trouble.writing.get());
    const auto child = [&] {
        const SignalsBlocked blocked;
        const int pid = ::fork();
        if (pid == 0) becomeProgram(launch, prepared);
        return pid;
    }();
    if (child < 0) fail(errno, "spawnProcess: cannot fork");
    // The pipe closes by itself when the program starts: a word that comes
    // through it is the child's last.
    trouble.writing.reset();
    Trouble told{};
    ssize_t size = 0;
    do {
        size = ::read(trouble.reading.get(), &told, sizeof told);
    } while (size < 0 && errno == EINTR);
    if (size <= 0) return child;
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    fail(told.error, describe(told.during, launch));
}

}  // namespace untwist
