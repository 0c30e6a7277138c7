// Runs one suite of the tests with real peers, or says why it cannot:
//
//   peers-test twisted       or nc, socat, capture
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <iostream>
#include <string>

#include "peers.hpp"

#ifdef __linux__
#include "capture.hpp"
#endif

using untwist::support::findTool;
using untwist::support::findTwisted;
using untwist::support::Program;

namespace {

constexpr int kSkipped = 77;  // what ctest takes for "did not run"

// There are several programs of that name; -N is this one's.
bool hasOpenBsdNc() {
    const auto nc = findTool("nc");
    if (nc.empty()) return false;
    Program help({nc, "-h"});
    help.wait();
    return (help.output() + help.errors()).find("OpenBSD") != std::string::npos;
}

// What the suite needs and is not here; "" if all is.
std::string missing(const std::string& suite) {
    if (suite == "twisted" && findTwisted().empty()) {
        return "Twisted is not installed: apt-get install python3-twisted";
    }
    if (suite == "nc" && !hasOpenBsdNc()) {
        return "OpenBSD's nc is not installed: apt-get install netcat-openbsd";
    }
    if (suite == "socat" && findTool("socat").empty()) {
        return "socat is not installed: apt-get install socat";
    }
#ifdef __linux__
    if (suite == "capture" && !untwist::support::mayCapture()) {
        return "only root may look at packets";
    }
#endif
    return "";
}

}  // namespace

int main(int argc, char** argv) {
    const std::string suite = argc > 1 ? argv[1] : "";
    if (const auto what = missing(suite); !what.empty()) {
        std::cout << "skipped: " << what << '\n';
        return kSkipped;
    }
    doctest::Context context(argc, argv);
    if (!suite.empty()) context.addFilter("test-suite", suite.c_str());
    return context.run();
}
