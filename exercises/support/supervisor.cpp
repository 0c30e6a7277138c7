#include "supervisor.hpp"

#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <memory>

#include "case_process.hpp"
#include "family.hpp"
#include "guard.hpp"

namespace untwist::check {

namespace {

using Clock = CaseProcess::Clock;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{1000};  // then the next case begins as well
constexpr milliseconds kLookEvery{20};

volatile std::sig_atomic_t signalled = 0;

// Who sent it; 0 if it was the system.
volatile std::sig_atomic_t sender = 0;

class Supervisor {
  public:
    Supervisor(const std::vector<std::string>& names,
               const std::vector<std::size_t>& chosen, milliseconds limit)
        : names_(names), chosen_(chosen), limit_(limit) {
        for (const auto index : chosen)
            results_.push_back({names[index], Outcome::notRun, {}});
    }

    std::vector<CaseResult> run() {
        while (!done()) {
            if (interrupted() && !isFromACase()) break;
            signalled = 0;
            if (mayBegin()) begin();
            wait();
            collect();
            limit();
            endInTime();
        }
        running_.clear();
        killChildren();
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
        noteCase(names_[index]);
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

    // A process below us that has lost its parent has become our child.
    void killStrays() const {
        std::vector<pid_t> cases;
        for (const auto& [place, process] : running_) {
            cases.push_back(process->pid());
        }
        killChildren(cases);
    }

    bool isFromACase() const {
        for (const auto& [place, process] : running_) {
            if (sender != process->pid() && getsid(sender) != process->pid())
                continue;
            process->stop(Stop::attack, false);
            return true;
        }
        return false;
    }

    // Looks not more often than a case can do harm.
    void limit() {
        if (Clock::now() - looked_ < kLookEvery) return;
        looked_ = Clock::now();
        for (const auto& [place, process] : running_) process->limit();
        killStrays();
    }

    void collect() {
        std::erase_if(running_, [this](const Running& running) {
            auto& process = *running.process;
            if (process.output() >= 0) process.readOutput();
            if (!process.ended()) return false;
            if (interrupted() && isFromACase()) signalled = 0;
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
            process->stop(Stop::time, first);
        }
    }

    const std::vector<std::string>& names_;
    const std::vector<std::size_t>& chosen_;
    const milliseconds limit_;
    const Clock::time_point began_ = Clock::now();
    std::size_t next_ = 0;  // in chosen_
    std::vector<Running> running_;
    std::vector<CaseResult> results_;
    Clock::time_point looked_ = began_;
};

}  // namespace

bool interrupted() { return signalled != 0; }

std::vector<CaseResult> supervise(const std::vector<std::string>& names,
                                  const std::vector<std::size_t>& chosen,
                                  milliseconds limit) {
    struct sigaction action {};
    action.sa_flags = SA_SIGINFO;
    action.sa_sigaction = [](int, siginfo_t* info, void*) {
        sender = info->si_pid;
        signalled = 1;
    };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    adoptOrphans();
    return Supervisor(names, chosen, limit).run();
}

}  // namespace untwist::check
