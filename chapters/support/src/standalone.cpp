#include "support/standalone.hpp"

#include <cerrno>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "advice.hpp"

namespace untwist::support {

std::string cannotListen(const Options& options, std::error_code error) {
    const auto because = [&options](const char* advice) {
        return "cannot listen on " + options.address() + ": " + advice;
    };
    // By number: Asio keeps the system's errors in a category of its own,
    // which std::errc is not compared with.
    switch (error.value()) {
        case EADDRINUSE:
            return because(
                "the port is in use; stop the other program or choose another "
                "with --port N");
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
