// One case, running in a process of its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "case_page.hpp"
#include "outcome.hpp"

namespace untwist::check {

// A case's process, at the head of a process group of its own.
class CaseProcess {
  public:
    using Clock = std::chrono::steady_clock;

    CaseProcess(std::size_t index, std::string name);
    ~CaseProcess();
    CaseProcess(const CaseProcess&) = delete;
    CaseProcess& operator=(const CaseProcess&) = delete;

    bool ended();                           // asks the system
    void readOutput();                      // what there is
    int output() const { return output_; }  // -1 at its end
    Clock::time_point began() const { return began_; }

    // Ends it, if nothing has yet. An abort lets the sanitizer say where it
    // was.
    void stop(Stop why, bool withLastWords);
    void killGroup() const;

    // Stops it if it takes too much.
    void limit();

    pid_t pid() const { return pid_; }

    CaseResult result(std::chrono::milliseconds limit) const;

  private:
    [[noreturn]] void runChild(std::size_t index, int input, int output);
    bool hasReadInput() const;

    std::string name_;
    std::shared_ptr<CasePage> page_;  // shared with the process
    pid_t pid_ = -1;
    int input_ = -1;  // the end that the process reads from
    int output_ = -1;
    int status_ = 0;
    bool ended_ = false;
    Stop stop_ = Stop::none;
    Clock::time_point began_ = Clock::now();
    Clock::time_point stopped_;
    std::string printed_;
    std::size_t allPrinted_ = 0;  // bytes
};

}  // namespace untwist::check
