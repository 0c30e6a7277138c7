#include "untwist/deferred_lock.hpp"

#include <stdexcept>

namespace untwist {

DeferredSemaphore::DeferredSemaphore(int limit) : tokens(limit), limit_(limit) {
    if (limit < 1) {
        throw std::invalid_argument(
            "DeferredSemaphore: it needs at least one token");
    }
}

DeferredSemaphore::~DeferredSemaphore() = default;

Deferred<void> DeferredSemaphore::acquire() {
    if (tokens == 0) return waiting_.join();
    --tokens;
    return succeed();
}

void DeferredSemaphore::release() {
    if (tokens == limit_) {
        throw std::logic_error("release: nobody holds it");
    }
    if (waiting_.empty()) {
        ++tokens;
    } else {
        waiting_.takeFirst().callback();
    }
}

Deferred<void> DeferredLock::acquire() { return semaphore_.acquire(); }

}  // namespace untwist
