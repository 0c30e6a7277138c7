// For this chapter's tests: one of its servers, started as a user would.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>
#include <cstdint>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "support/program.hpp"
#include "support/transcript.hpp"

// "main" is 04-transports, "greeter" is 04-transports-greeter.
inline std::string programPath(const std::string& name) {
    const std::string chapter = UNTWIST_PROGRAM_DIR "/04-transports";
    return name == "main" ? chapter : chapter + '-' + name;
}

// Listens on a port that the system picked.
class Server : public untwist::support::Program {
  public:
    explicit Server(const std::string& name, std::vector<std::string> more = {})
        : Program(arguments(name, std::move(more))), port(readPort()) {}

    const std::uint16_t port;

    // Ends it as Ctrl-C does; what it printed, but for the first line.
    std::string printed() {
        signal(SIGINT);
        CHECK(wait() == 0);
        return output().substr(output().find('\n') + 1);
    }

    // What it wrote to standard error, but for the warnings that a callback
    // took long: a busy machine earns those too.
    std::string complaints() const {
        std::istringstream lines(errors());
        std::string all;
        for (std::string line; std::getline(lines, line);) {
            if (line.find("held the reactor") != std::string::npos) continue;
            all += line + '\n';
        }
        return all;
    }

  private:
    static std::vector<std::string> arguments(const std::string& name,
                                              std::vector<std::string> more) {
        more.insert(more.begin(), {programPath(name), "--port", "0"});
        return more;
    }
};

// What the transcript of that name holds.
inline std::string kept(const std::string& file, const std::string& printed) {
    return untwist::support::transcript(
        UNTWIST_CHAPTER_DIR "/transcripts/" + file, printed);
}

// As a text quotes it: with plain line ends.
inline std::string withoutReturns(std::string text) {
    std::erase(text, '\r');
    return text;
}

inline std::uint16_t portOf(int fd) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}
