#include "models.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include <sys/syscall.h>
#include <unistd.h>

#include "meters/process.hpp"
#include "models/blocking.hpp"
#include "models/coroutines.hpp"
#include "models/multi.hpp"
#include "models/pool.hpp"
#include "models/reactor.hpp"
#include "models/threads.hpp"
#include "support/say.hpp"

namespace untwist::lab {

namespace {

// A model that has no reactor, with a socket to listen on.
template <class ServeClients>
auto onSockets(ServeClients serveClients) {
    return [serveClients](std::uint16_t port, const Service& service,
                          const Listening& listening) {
        Listener listener(port);
        listening(listener.port());
        serveClients(listener, service);
    };
}

void serveOnAllCores(std::uint16_t port, const Service& service,
                     const Listening& listening) {
    serveMulti(port, service, meters::cpus(), listening);
}

// No other thread may go on as if nothing had happened.
[[noreturn]] void giveUp() {
    try {
        std::rethrow_exception(std::current_exception());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", reasonOf(error).c_str());
    } catch (...) {
        std::fputs("failed with an unknown exception\n", stderr);
    }
    ::_exit(1);
}

}  // namespace

const std::vector<Model>& models() {
    static const std::vector<Model> all{
        {"blocking", 'B', "one client after the other",
         onSockets(serveBlocking)},
        {"threads", 'T', "a thread per client", onSockets(serveThreads)},
        {"pool", 'P', std::to_string(kPoolThreads) + " threads and no more",
         onSockets(servePool)},
        {"reactor", 'R', "one thread for all clients", serveReactor},
        {"coroutines", 'C', "the same, written downwards", serveCoroutines},
        {"multi", 'M', "a reactor per core", serveOnAllCores}};
    return all;
}

std::vector<Model> chooseModels(const std::string& option,
                                const std::string& list) {
    std::vector<Model> chosen;
    std::istringstream names(list);
    for (std::string name; std::getline(names, name, ',');) {
        const auto model = std::ranges::find(models(), name, &Model::name);
        if (model == models().end()) {
            std::string all;
            for (const Model& each : models()) all += ',' + each.name;
            throw std::invalid_argument(option + ' ' + list +
                                        ": there is no model '" + name +
                                        "'; choose from " + all.substr(1));
        }
        chosen.push_back(*model);
    }
    return chosen;
}

void serve(const Model& model, std::uint16_t port, const Service& service) {
    // A thread that waits in accept or recv looks at nothing else, so the end
    // has to come from outside. There is nothing to finish. (The call itself,
    // not _exit: before that AddressSanitizer looks at the thread's stack, and
    // complains if the signal came to one that has only just been made.)
    for (const int number : {SIGINT, SIGTERM}) {
        std::signal(number, [](int) { ::syscall(SYS_exit_group, 0); });
    }
    std::set_terminate(giveUp);
    try {
        model.serve(port, service, [](std::uint16_t listening) {
            // Its lines end in \r\n; -C has nc send that for Enter.
            support::sayListening("127.0.0.1", listening, "nc -C");
        });
    } catch (...) {
        giveUp();
    }
    ::_exit(0);  // a reactor that was told to stop
}

std::string reasonOf(const std::exception& error) {
    if (dynamic_cast<const std::bad_alloc*>(&error)) return "out of memory";
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    if (!system) return error.what();
    switch (system->code().value()) {
        case EMFILE:
        case ENFILE:
            return "out of descriptors";
        case EAGAIN:  // as std::thread puts it
            return "out of threads";
        default:
            return error.what();
    }
}

}  // namespace untwist::lab
