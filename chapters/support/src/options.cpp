// The command line, read by CLI11; the words of each mistake are ours.
#include "support/options.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <CLI/CLI.hpp>

#include "advice.hpp"
#include "support/say.hpp"

namespace untwist::support {

namespace {

using namespace std::chrono_literals;

struct Unit {
    std::string_view name;
    Duration length;
};
constexpr std::array<Unit, 4> kUnits{
    {{"s", 1s}, {"ms", 1ms}, {"us", 1us}, {"ns", 1ns}}};

template <class Number>
std::optional<Number> parseNumber(std::string_view text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

std::optional<Duration> parseDuration(std::string_view text) {
    const auto digits = text.find_first_not_of("0123456789.");
    if (digits == std::string_view::npos) return std::nullopt;
    const std::string number(text.substr(0, digits));
    for (const auto& unit : kUnits) {
        if (text.substr(digits) != unit.name) continue;
        char* end = nullptr;
        const double count = std::strtod(number.c_str(), &end);
        const double length = count * static_cast<double>(unit.length.count());
        if (number.empty() || *end != '\0' || length > 1e18) break;
        return Duration(static_cast<Duration::rep>(length));
    }
    return std::nullopt;
}

std::string shortest(double number) {
    std::ostringstream text;
    text << number;
    return text.str();
}

[[noreturn]] void reject(const std::string& name, const std::string& given,
                         const std::string& allowed) {
    throw CLI::ValidationError(name + " " + given, allowed);
}

// The numeric address of a host; of an IPv4 and an IPv6 one, the IPv4 one.
// localhost is this machine (RFC 6761), even where /etc/hosts is missing.
std::optional<std::string> resolve(const std::string& host) {
    if (host == "localhost") return "127.0.0.1";
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
    const addrinfo* best = found;
    for (const auto* each = found; each; each = each->ai_next) {
        if (each->ai_family == AF_INET) {
            best = each;
            break;
        }
    }
    std::array<char, NI_MAXHOST> text{};
    const int failed =
        ::getnameinfo(best->ai_addr, best->ai_addrlen, text.data(), text.size(),
                      nullptr, 0, NI_NUMERICHOST);
    ::freeaddrinfo(found);
    if (failed) return {};
    return text.data();
}

}  // namespace

std::string toString(Duration duration) {
    if (duration == Duration::zero()) return "0ms";
    const Unit* best = &kUnits.front();
    for (const auto& unit : kUnits) {
        if (duration >= unit.length) {
            best = &unit;
            break;
        }
    }
    std::ostringstream text;
    text << static_cast<double>(duration.count()) /
                static_cast<double>(best->length.count())
         << best->name;
    return text.str();
}

class Options::Impl {
  public:
    explicit Impl(std::string about) : app(std::move(about)) {}

    // `read` throws, by way of reject, on a value that is not allowed.
    void add(const std::string& name, const std::string& help,
             const std::string& placeholder,
             const std::function<void(const std::string&)>& read) {
        app.add_option_function(name, read, help)
            ->type_name(placeholder)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }

    CLI::App app;
    std::string command;
    std::optional<std::uint16_t> givenPort;
    std::uint16_t usedPort = 0;
    std::string host = "127.0.0.1";
    std::string trace;
};

Options::Options(std::string about, Only /*own*/)
    : impl_(std::make_unique<Impl>(std::move(about))) {
    impl_->app.set_help_flag("--help", "show this and end");
}

Options::Options(std::string about) : Options(std::move(about), Only::own) {
    auto& impl = *impl_;
    impl.add("--port", "the port to use; 0: the system picks one", "N",
             [&impl](const std::string& given) {
                 impl.givenPort = parseNumber<std::uint16_t>(given);
                 if (!impl.givenPort) {
                     reject("--port", given,
                            "a port is a number from 0 to 65535");
                 }
             });
    add("--host", &impl.host, "the address to use [127.0.0.1]");
    add("--trace", &impl.trace,
        "write what the reactor did, for a trace viewer");
}

Options::~Options() = default;

void Options::add(const std::string& name, int* value, const std::string& help,
                  int least, int most) {
    impl_->add(name, help + " [" + std::to_string(*value) + "]", "N",
               [=](const std::string& given) {
                   const auto number = parseNumber<int>(given);
                   if (!number || *number < least || *number > most) {
                       reject(name, given,
                              "a number from " + std::to_string(least) +
                                  " to " + std::to_string(most));
                   }
                   *value = *number;
               });
}

void Options::add(const std::string& name, double* value,
                  const std::string& help, double least, double most) {
    impl_->add(name, help + " [" + shortest(*value) + "]", "N",
               [=](const std::string& given) {
                   char* end = nullptr;
                   const double number = std::strtod(given.c_str(), &end);
                   // Written so that what is no number at all fails too.
                   if (*end != '\0' || !(number >= least && number <= most)) {
                       reject(name, given,
                              "a number from " + shortest(least) + " to " +
                                  shortest(most));
                   }
                   *value = number;
               });
}

void Options::add(const std::string& name, Duration* value,
                  const std::string& help, Duration least, Duration most) {
    impl_->add(name, help + " [" + toString(*value) + "]", "TIME",
               [=](const std::string& given) {
                   const auto time = parseDuration(given);
                   if (!time || *time < least || *time > most) {
                       reject(name, given,
                              "a time from " + toString(least) + " to " +
                                  toString(most) + ", such as 40ms or 1.5s");
                   }
                   *value = *time;
               });
}

void Options::add(const std::string& name, std::string* value,
                  const std::string& help) {
    impl_->add(name, help, name == "--trace" ? "FILE" : "TEXT",
               [=](const std::string& given) {
                   if (given.empty()) {
                       reject(name, "''", "needs a value that is not empty");
                   }
                   *value = given;
               });
}

void Options::flag(const std::string& name, bool* value,
                   const std::string& help) {
    impl_->app.add_flag(name, *value, help);
}

int Options::parse(int argc, const char* const* argv) {
    const std::string_view path = *argv;
    if (impl_->app.get_description().empty()) {
        impl_->app.description(std::string(path.substr(path.rfind('/') + 1)) +
                               ", a program of the Untwist course");
    }
    impl_->command = howToRun(path);
    impl_->app.name(impl_->command);
    try {
        impl_->app.parse(argc, argv);
        if (auto address = resolve(impl_->host)) {
            impl_->host = std::move(*address);
            return -1;
        }
        std::cerr << "--host " << impl_->host
                  << ": no host of that name is known; give an address, such "
                     "as 127.0.0.1\n";
        return 1;
    } catch (const CLI::CallForHelp&) {
        auto help = impl_->app.help();
        while (help.ends_with('\n')) help.pop_back();
        say(help);
        return 0;
    } catch (const CLI::ExtrasError&) {
        std::cerr << impl_->app.remaining().front()
                  << ": there is no such option; --help shows all\n";
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string_view message = error.what();
        std::cerr << message.substr(0, message.find(':'))
                  << " needs a value; --help shows which\n";
    } catch (const CLI::ParseError& error) {
        std::cerr << error.what() << '\n';
    }
    return 2;
}

std::uint16_t Options::port(std::uint16_t standard) const {
    return impl_->usedPort = impl_->givenPort.value_or(standard);
}

std::string Options::address() const {
    const auto& host = impl_->host;
    const bool ipv6 = host.find(':') != std::string::npos;
    return (ipv6 ? '[' + host + ']' : host) + ':' +
           std::to_string(impl_->usedPort);
}

std::string Options::command() const { return impl_->command; }
std::string Options::host() const { return impl_->host; }
std::string Options::trace() const { return impl_->trace; }

}  // namespace untwist::support
