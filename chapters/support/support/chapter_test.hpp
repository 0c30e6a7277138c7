// For a chapter's tests: its programs by name, its servers started as a user
// would, and its transcripts. addChapter() defines the macros.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>
#include <cstdint>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/program.hpp"
#include "support/transcript.hpp"

namespace untwist::support {

// In chapter 3, "main" is the program 03-echo, "blocking" 03-echo-blocking.
inline std::string programPath(const std::string& name) {
    const std::string chapter = UNTWIST_PROGRAM_DIR "/" UNTWIST_CHAPTER;
    return name == "main" ? chapter : chapter + '-' + name;
}

// What the chapter's transcript of that name holds: see transcript().
inline std::string kept(const std::string& file, const std::string& printed) {
    return transcript(UNTWIST_CHAPTER_DIR "/transcripts/" + file, printed);
}

// As a text quotes it: with plain line ends.
inline std::string withoutReturns(std::string text) {
    std::erase(text, '\r');
    return text;
}

// This end's port.
inline std::uint16_t portOf(int fd) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

// One of the chapter's servers, listening on a port that the system picked.
class Server : public Program {
  public:
    explicit Server(const std::string& name = "main",
                    std::vector<std::string> more = {},
                    std::optional<rlim_t> descriptorLimit = {})
        : Program(arguments(name, std::move(more)), {}, descriptorLimit),
          port(readPort()) {}

    const std::uint16_t port;

    // Ends it as Ctrl-C does; what it printed, but for the first line. Throws
    // std::runtime_error if it did not end well.
    std::string printed() {
        signal(SIGINT);
        if (const int code = wait(); code != 0) {
            throw std::runtime_error("ended with exit code " +
                                     std::to_string(code));
        }
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

}  // namespace untwist::support
