// How a case ended, and the words for it.
#pragma once

#include <cstddef>
#include <string>

#include "case_page.hpp"

namespace untwist::check {

enum class Outcome {
    passed,
    failed,   // an expectation, or an exception that came out of the case
    leaked,   // it passed, and left memory behind
    crashed,  // a signal, or a sanitizer's report
    hung,     // it was killed when the time was up
    stopped,  // it was killed because it took too much, or worse
    exited,   // exit() was called before the end of the case
    notRun,   // the time was up before its turn
};

const char* inWords(Outcome outcome);  // "failed", "crashed", ...

// Why we ended a case.
enum class Stop {
    none,
    time,
    memory,
    processes,
    output,
    asleep,  // it stopped itself (SIGSTOP)
    attack,  // it sent us a signal
};

constexpr std::size_t kMostMemory = 1U << 30U;
constexpr std::size_t kMostProcesses = 32;
constexpr std::size_t kMostOutput = 4U << 20U;
constexpr std::size_t kLargestFile = 64U << 20U;

// What there is to know about a case's process when it has ended.
struct End {
    int status = 0;  // as waitpid gives it
    Stop stop = Stop::none;
    std::string seconds;     // the limit, for messages
    bool readInput = false;  // standard input
    std::string output;      // standard output and standard error
};

struct CaseResult {
    std::string name;
    Outcome outcome = Outcome::notRun;
    std::string story;  // why it did not pass: lines of text
};

CaseResult conclude(const std::string& name, const CasePage& page,
                    const End& end);

}  // namespace untwist::check
