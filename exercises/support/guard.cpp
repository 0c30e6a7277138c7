#include "guard.hpp"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <string>

#include "family.hpp"
#include "verdict.hpp"

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace untwist::check {

namespace {

constexpr unsigned kSecondsToMain = 3;

// In memory that both processes share.
struct Notes {
    volatile bool begun = false;
    volatile bool over = false;
    volatile int code = 1;
    std::array<char, 240> running{};
};

Notes* notes = nullptr;  // null if nobody guards us
pid_t guarded = -1;

void passOn(int) { kill(guarded, SIGTERM); }
void endIfNotBegun(int) {
    if (!notes->begun) kill(guarded, SIGKILL);
}

int waitForEnd() {
    int status = 0;
    for (;;) {
        if (waitpid(guarded, &status, WUNTRACED) < 0) {
            if (errno == EINTR) continue;
            return 0;
        }
        if (!WIFSTOPPED(status)) return status;
        kill(guarded, SIGCONT);  // we are not stopped: so a case did that
    }
}

std::string howItEnded(int status) {
    const std::string running = notes->running.data();
    if (WIFSIGNALED(status) && !running.empty()) {
        return "something killed the check itself (" +
               std::string(strsignal(WTERMSIG(status))) + ") while\n    \"" +
               running +
               "\"\n  ran. Does that case's code send a signal to its parent "
               "process?\n";
    }
    if (!notes->begun && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
        return "it was still running after " + std::to_string(kSecondsToMain) +
               " s, and no case had begun: look at the\n  constructors of "
               "global objects.\n";
    }
    const auto what =
        WIFSIGNALED(status)
            ? "it crashed (" + std::string(strsignal(WTERMSIG(status))) + ")"
            : "it ended with exit code " + std::to_string(WEXITSTATUS(status));
    return what + (running.empty() ? ", and no case had begun: look at the\n  "
                                     "constructors of global objects.\n"
                                   : ", and it had not told its verdict.\n");
}

[[noreturn]] void standGuard(const char* program) {
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        std::signal(number, passOn);
    }
    std::signal(SIGALRM, endIfNotBegun);
    alarm(kSecondsToMain);
    const int status = waitForEnd();
    alarm(0);
    killChildren();
    if (!notes->over) {
        std::printf("FAIL  %s: it did not come to its end\n\n  %s",
                    exerciseName(program).c_str(), howItEnded(status).c_str());
        std::fflush(stdout);
    }
    _exit(notes->over ? notes->code : 1);
}

// 101: before the constructors of all globals of the program.
__attribute__((constructor(101))) void beginGuarded(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--no-fork") == 0) return;
    void* memory = mmap(nullptr, sizeof(Notes), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    notes = new (memory) Notes;
    adoptOrphans();
    const pid_t guard = getpid();
    guarded = fork();
    if (guarded > 0) standGuard(argv[0]);
    setsid();  // what kills the guard's group does not kill the one that cleans
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != guard) _exit(1);
#endif
}

}  // namespace

void noteBegin() {
    if (notes) notes->begun = true;
}

void noteCase(std::string_view name) {
    if (!notes) return;
    const auto end = std::copy_n(
        name.begin(), std::min(name.size(), notes->running.size() - 1),
        notes->running.begin());
    *end = '\0';
}

// Not exit(): a global's destructor could have another code in mind.
void noteEnd(int code) {
    std::fflush(nullptr);
    if (notes) {
        notes->code = code;
        notes->over = true;
    }
    _exit(code);
}

}  // namespace untwist::check
