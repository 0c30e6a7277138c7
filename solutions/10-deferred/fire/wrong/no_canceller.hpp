// Fails: who cancels makes the service forget the question
//
// cancel() works without a canceller, too: the chain fails with CancelledError,
// and what comes too late is dropped. But nobody has told the service, which
// goes on looking for an answer that nobody wants. Give the Deferred a function
// that does.
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
    const untwist::Deferred<std::string> address;
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
