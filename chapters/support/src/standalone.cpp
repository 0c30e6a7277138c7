#include "support/standalone.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "advice.hpp"

namespace untwist::support {

std::string howToRun(std::string_view path) {
    const auto program = path.substr(path.rfind('/') + 1);
    path.remove_suffix(std::min(program.size() + 1, path.size()));
    const auto chapter = path.substr(path.rfind('/') + 1);  // 03-echo
    auto number = chapter.substr(0, chapter.find('-'));
    number.remove_prefix(
        std::min(number.find_first_not_of('0'), number.size()));
    const bool isNumber =
        number.find_first_not_of("0123456789") == std::string_view::npos;
    if (program.starts_with("untwist-")) {  // untwist-compare, say
        return "./untwist " + std::string(program.substr(8));
    }
    if (number.empty() || !isNumber || !program.starts_with(chapter)) {
        return std::string(program);
    }
    auto command = "./untwist run " + std::string(number);
    const auto twin = program.substr(chapter.size());  // "", or -broken
    if (!twin.empty()) command.append("/").append(twin.substr(1));
    return command;
}

std::string cannotListen(const Options& options, std::error_code error) {
    const auto because = [&options](const std::string& advice) {
        return "cannot listen on " + options.address() + ": " + advice;
    };
    // By number: Asio keeps the system's errors in a category of its own,
    // which std::errc is not compared with.
    switch (error.value()) {
        case EADDRINUSE:
            return because("the port is in use; a free one: " +
                           options.command() + " --port 0");
        case EACCES:
            return because(
                "ports below 1024 are kept for the system; choose one above "
                "1023 with --port N");
        case EADDRNOTAVAIL:
            return because(
                "this machine does not have that address; without --host it "
                "is 127.0.0.1");
        default:
            return {};
    }
}

int guarded(Function<int()> body) {
    std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is an error code
    try {
        return body();
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    } catch (...) {
        std::cerr << "failed with an exception of an unknown type\n";
    }
    return 1;
}

int standalone(int argc, char** argv,
               Function<void(const Options& options)> body) {
    Options options;
    return standalone(argc, argv, options, std::move(body));
}

int standalone(int argc, char** argv, Options& options,
               Function<void(const Options& options)> body) {
    return guarded([&] {
        if (const int code = options.parse(argc, argv); code >= 0) return code;
        try {
            body(options);
        } catch (const std::system_error& error) {
            const auto message = cannotListen(options, error.code());
            if (message.empty()) throw;
            throw std::runtime_error(message);
        }
        return 0;
    });
}

}  // namespace untwist::support
