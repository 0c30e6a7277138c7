#include "support/say.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace untwist::support {

void say(std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    if (std::fflush(stdout) == 0) return;
    if (errno == EPIPE) std::_Exit(EXIT_SUCCESS);
    std::fprintf(stderr, "cannot write to standard output: %s\n",
                 std::strerror(errno));
    std::_Exit(EXIT_FAILURE);
}

void sayListening(const std::string& host, std::uint16_t port,
                  const std::string& client) {
    const bool ipv6 = host.find(':') != std::string::npos;
    const auto number = std::to_string(port);
    say("listening on " + (ipv6 ? '[' + host + ']' : host) + ':' + number +
        "; in another terminal: " + client + ' ' + host + ' ' + number);
}

}  // namespace untwist::support
