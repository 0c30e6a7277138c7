// Misuses of Deferred that must not compile. Each is built alone, by the name
// of its MISUSE macro; without one, this compiles.
#include <string>

#include "untwist/coroutine.hpp"

using untwist::Deferred;
using untwist::Failure;

Deferred<int> misuse(Deferred<int> number) {
#if defined(CALLBACK_OF_ANOTHER_TYPE)
    number.callback(std::string("text"));
#elif defined(CALLBACK_WITHOUT_VALUE)
    number.callback();
#elif defined(ADD_CALLBACK_PARAMETER)
    number.addCallback([](const std::string&) {});
#elif defined(ADD_CALLBACK_NO_PARAMETER)
    number.addCallback([] {});
#elif defined(ADD_ERRBACK_PARAMETER)
    number.addErrback([](int) {});
#elif defined(ADD_ERRBACK_RETURN)
    number.addErrback([](const Failure&) { return std::string(); });
#elif defined(ADD_CALLBACKS_PARAMETER)
    number.addCallbacks([](const std::string&) {}, [](const Failure&) {});
#elif defined(ADD_CALLBACKS_ERRBACK)
    number.addCallbacks([](int) {}, [](int) {});
#elif defined(ADD_CALLBACKS_RETURN)
    number.addCallbacks([](int n) { return n; }, [](const Failure&) {});
#elif defined(ADD_BOTH_PARAMETER)
    number.addBoth([](int) {});
#elif defined(AWAIT_WITHOUT_MOVE)
    co_return co_await number;
#endif
    co_return co_await std::move(number);
}
