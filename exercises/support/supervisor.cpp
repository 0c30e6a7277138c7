#include "supervisor.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>

#include "case_process.hpp"

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace untwist::check {

namespace {

using Clock = CaseProcess::Clock;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{1000};  // then the next case begins as well
constexpr milliseconds kLastWords{
    1000};  // for an aborted one to tell its stack

volatile std::sig_atomic_t signalled = 0;

// What a case left running in a group or session of its own has become our
// child (PR_SET_CHILD_SUBREAPER): it goes too.
void killStrays() {
#ifdef __linux__
    const auto list =
        "/proc/self/task/" + std::to_string(getpid()) + "/children";
    for (int tries = 0; tries < 100; ++tries) {
        std::ifstream children(list);
        pid_t pid = 0;
        bool any = false;
        while (children >> pid) {
            any = true;
            kill(pid, SIGKILL);
            waitpid(pid, nullptr, 0);
        }
        if (!any) return;
    }
#endif
}

class Supervisor {
  public:
    Supervisor(const std::vector<std::string>& names,
               const std::vector<std::size_t>& chosen, milliseconds limit)
        : names_(names), chosen_(chosen), limit_(limit) {
        for (const auto index : chosen)
            results_.push_back({names[index], Outcome::notRun, {}});
    }

    std::vector<CaseResult> run() {
        while (!interrupted() && !done()) {
            if (mayBegin()) begin();
            wait();
            collect();
            endInTime();
        }
        running_.clear();
        killStrays();
        return results_;
    }

  private:
    struct Running {
        std::size_t place;  // in results_
        std::unique_ptr<CaseProcess> process;
    };

    milliseconds age() const {
        return std::chrono::duration_cast<milliseconds>(Clock::now() - began_);
    }
    bool done() const {
        return running_.empty() && (next_ == chosen_.size() || age() >= limit_);
    }
    bool mayBegin() const {
        if (next_ == chosen_.size() || age() >= limit_) return false;
        return running_.empty() ||
               Clock::now() - running_.back().process->began() > kPatience;
    }
    void begin() {
        const auto index = chosen_[next_];
        running_.push_back(
            {next_++, std::make_unique<CaseProcess>(index, names_[index])});
    }

    // Until something was printed or ended, or it is time to look.
    void wait() {
        std::vector<pollfd> polled;
        bool closed = false;  // its output has ended, so it is about to
        for (const auto& [place, process] : running_) {
            if (process->output() < 0) closed = true;
            polled.push_back({process->output(), POLLIN, 0});
        }
        poll(polled.data(), polled.size(), closed ? 1 : 20);
    }

    void collect() {
        std::erase_if(running_, [this](const Running& running) {
            auto& process = *running.process;
            if (process.output() >= 0) process.readOutput();
            if (!process.ended()) return false;
            results_[running.place] = process.result(limit_);
            return true;
        });
    }

    // Only the first is asked for last words: its story is the one that is
    // told, and it has the processor to itself for that.
    void endInTime() {
        if (age() < limit_) return;
        for (const auto& [place, process] : running_) {
            const bool first = process == running_.front().process;
            if (!timeUp_) process->endForTime(first);
            if (age() >= limit_ + kLastWords) process->killGroup();
        }
        timeUp_ = true;
    }

    const std::vector<std::string>& names_;
    const std::vector<std::size_t>& chosen_;
    const milliseconds limit_;
    const Clock::time_point began_ = Clock::now();
    std::size_t next_ = 0;  // in chosen_
    std::vector<Running> running_;
    std::vector<CaseResult> results_;
    bool timeUp_ = false;  // and all have been told so
};

}  // namespace

bool interrupted() { return signalled != 0; }

std::vector<CaseResult> supervise(const std::vector<std::string>& names,
                                  const std::vector<std::size_t>& chosen,
                                  milliseconds limit) {
    struct sigaction action {};
    action.sa_handler = [](int) { signalled = 1; };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
#ifdef __linux__
    prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
    return Supervisor(names, chosen, limit).run();
}

}  // namespace untwist::check
