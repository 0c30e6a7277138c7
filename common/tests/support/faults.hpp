// For tests: system calls that fail, or wait, when a test says so. The test
// program has its own accept, getaddrinfo and pthread_create, which call the
// system's unless told otherwise here.
#pragma once

#include <functional>
#include <vector>

namespace untwist::test {

// The next accepts fail with these errnos, one each; then they work again.
void failAccepts(std::vector<int> errors);
bool acceptsHaveFailed();  // each of them

int acceptCalls();  // so far, those that failed included

// Can threads be made to fail? Clang's ThreadSanitizer has a pthread_create of
// its own, which must not be hidden.
#if defined(__linux__) && !(defined(__clang__) && defined(__SANITIZE_THREAD__))
#define UNTWIST_CAN_FAIL_THREADS
#endif

// The next thread cannot be started: EAGAIN.
void failThread();
bool threadHasFailed();

// While it lives, `before` is called at the start of every name lookup, on
// whatever thread does it, with the host's name. It returns getaddrinfo's
// error code, or 0: then the name's address is 127.0.0.1, whatever this system
// knows.
class LookupHook {
  public:
    explicit LookupHook(std::function<int(const char* host)> before);
    ~LookupHook();
    LookupHook(const LookupHook&) = delete;
    LookupHook& operator=(const LookupHook&) = delete;
};

}  // namespace untwist::test
