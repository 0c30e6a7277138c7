// For the tests with real peers: our servers, Twisted's, and what is installed.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/program.hpp"

namespace untwist::support {

// Where a tool is, or "" if it is not installed.
std::string findTool(const std::string& name);

// A Python that has Twisted, or "".
std::string findTwisted();

// A program that says where it listens, in the first line that says so.
class Listening : public Program {
  public:
    explicit Listening(std::vector<std::string> argv)
        : Program(std::move(argv)), port(readPort()) {}

    const std::uint16_t port;
};

// ("03-echo") is the program of its main.cpp, ("03-echo", "blocking") a twin.
std::string chapterProgram(const std::string& chapter,
                           const std::string& twin = "");

// A chapter's server, on a port that the system picked.
Listening chapterServer(const std::string& chapter,
                        const std::string& twin = "",
                        const std::vector<std::string>& more = {});

// twisted_servers.py, as that kind of server.
Listening twistedServer(const std::string& kind);

// What twisted_clients.py prints when it has talked to that port.
std::string twistedClient(const std::string& kind, std::uint16_t port);

}  // namespace untwist::support
