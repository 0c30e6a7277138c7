#include "support/faults.hpp"

#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <utility>

namespace untwist::test {

namespace {

std::vector<int> acceptErrors;
std::atomic<int> acceptCount{0};

std::atomic<bool> failsThread{false};

std::mutex lookupMutex;
std::function<int(const char*)> beforeLookup;

// The system's own, which this program's function of that name hides.
template <class F>
F* systems(const char* name) {
    return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

int nextAcceptError() {
    ++acceptCount;
    if (acceptErrors.empty()) return 0;
    const auto error = acceptErrors.front();
    acceptErrors.erase(acceptErrors.begin());
    return error;
}

// getaddrinfo's error code; or 0, and the host to look up instead.
int hookLookup(const char*& host) {
    std::function<int(const char*)> before;
    {
        const std::scoped_lock lock(lookupMutex);
        before = beforeLookup;
    }
    if (!before || !host) return 0;
    const auto error = before(host);
    host = "127.0.0.1";
    return error;
}

}  // namespace

void failAccepts(std::vector<int> errors) { acceptErrors = std::move(errors); }

bool acceptsHaveFailed() { return acceptErrors.empty(); }

int acceptCalls() { return acceptCount; }

void failThread() { failsThread = true; }

bool threadHasFailed() { return !failsThread; }

LookupHook::LookupHook(std::function<int(const char*)> before) {
    const std::scoped_lock lock(lookupMutex);
    beforeLookup = std::move(before);
}

LookupHook::~LookupHook() {
    const std::scoped_lock lock(lookupMutex);
    beforeLookup = nullptr;
}

}  // namespace untwist::test

extern "C" {

int accept(int fd, sockaddr* address, socklen_t* size) {
    if (const auto error = untwist::test::nextAcceptError()) {
        errno = error;
        return -1;
    }
    static const auto real =
        untwist::test::systems<decltype(::accept)>("accept");
    return real(fd, address, size);
}

#ifdef __linux__
int accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
    if (const auto error = untwist::test::nextAcceptError()) {
        errno = error;
        return -1;
    }
    static const auto real =
        untwist::test::systems<decltype(::accept4)>("accept4");
    return real(fd, address, size, flags);
}
#endif

#ifdef UNTWIST_CAN_FAIL_THREADS
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                   void* (*run)(void*), void* argument) noexcept {
    if (untwist::test::failsThread.exchange(false)) return EAGAIN;
    static const auto real =
        untwist::test::systems<decltype(::pthread_create)>("pthread_create");
    return real(thread, attributes, run, argument);
}
#endif

int getaddrinfo(const char* host, const char* service, const addrinfo* hints,
                addrinfo** result) {
    if (const auto error = untwist::test::hookLookup(host)) return error;
    static const auto real =
        untwist::test::systems<decltype(::getaddrinfo)>("getaddrinfo");
    return real(host, service, hints, result);
}
}
