// Fails: who cancels is told CancelledError
//
// Your canceller has the question forgotten, and forget() calls failed() before
// it returns. So the failure is "forgotten", and who cancelled cannot tell that
// from bad news. Fire with CancelledError first: what comes after that comes
// too late.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

class NameService {
  public:
    using Found = std::function<void(const std::string& address)>;
    using Failed = std::function<void(const std::string& why)>;

    virtual ~NameService() = default;

    virtual void ask(const std::string& name, Found found, Failed failed) = 0;
    virtual void forget(const std::string& name) = 0;
};

inline untwist::Deferred<std::string> lookUp(NameService& service,
                                             const std::string& name) {
    const untwist::Deferred<std::string> address(
        [&service, name](auto&) { service.forget(name); });
    service.ask(
        name,
        [address](const std::string& text) {
            if (!address.called()) address.callback(text);
        },
        [address](const std::string& why) {
            if (address.called()) return;
            address.errback(untwist::Failure(std::runtime_error(why)));
        });
    return address;
}
