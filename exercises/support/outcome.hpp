// How a case ended, and the words for it.
#pragma once

#include <string>

#include "case_page.hpp"

namespace untwist::check {

enum class Outcome {
    passed,
    failed,   // an expectation, or an exception that came out of the case
    leaked,   // it passed, and left memory behind
    crashed,  // a signal, or a sanitizer's report
    hung,     // it was killed when the time was up
    exited,   // exit() was called before the end of the case
    notRun,   // the time was up before its turn
};

const char* inWords(Outcome outcome);  // "failed", "crashed", ...

// What there is to know about a case's process when it has ended.
struct End {
    int status = 0;       // as waitpid gives it
    bool timeUp = false;  // we ended it
    std::string seconds;  // the limit, for messages
    std::string output;   // standard output and standard error
};

struct CaseResult {
    std::string name;
    Outcome outcome = Outcome::notRun;
    std::string story;  // why it did not pass: lines of text
};

CaseResult conclude(const std::string& name, const CasePage& page,
                    const End& end);

}  // namespace untwist::check
