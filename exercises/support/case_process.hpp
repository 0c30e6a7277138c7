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

    // An abort lets the sanitizer say where it was.
    void endForTime(bool withLastWords);
    void killGroup() const;

    CaseResult result(std::chrono::milliseconds limit) const;

  private:
    [[noreturn]] void runChild(std::size_t index, int output);

    std::string name_;
    std::shared_ptr<CasePage> page_;  // shared with the process
    pid_t pid_ = -1;
    int output_ = -1;
    int status_ = 0;
    bool ended_ = false;
    bool timeUp_ = false;
    Clock::time_point began_ = Clock::now();
    std::string printed_;
};

}  // namespace untwist::check
