// Fails: a name that nobody knows is a failure
//
// You fire when there is an answer, and when there is none you do nothing. Then
// somebody waits for ever, and no error is seen anywhere. Look for all the ways
// in which a question ends; each of them has to lead to the Deferred.
#pragma once

#include <functional>
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
    const untwist::Deferred<std::string> address([&service, name](auto& self) {
        self.errback(untwist::Failure(untwist::error::CancelledError()));
        service.forget(name);
    });
    service.ask(
        name,
        [address](const std::string& text) {
            if (!address.called()) address.callback(text);
        },
        [](const std::string&) {});
    return address;
}
