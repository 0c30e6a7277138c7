// For this chapter's tests: one of its servers, started as a user would.
#pragma once

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "support/program.hpp"

// "main" is 03-echo, "blocking" is 03-echo-blocking.
inline std::string programPath(const std::string& name) {
    const std::string chapter = UNTWIST_PROGRAM_DIR "/03-echo";
    return name == "main" ? chapter : chapter + '-' + name;
}

// Listens on a port that the system picked.
class Server : public untwist::support::Program {
  public:
    explicit Server(const std::string& name = "main",
                    std::vector<std::string> more = {},
                    std::optional<rlim_t> descriptorLimit = {})
        : Program(arguments(name, std::move(more)), {}, descriptorLimit),
          port(readPort()) {}

    const std::uint16_t port;

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
