// Fails: a name that nobody knows is a failure
//
// You fire with callback() in both cases. So "no such name" comes down the
// track of results, and the next callback will take it for an address. Bad news
// goes to errback().
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
        [address](const std::string& why) {
            if (!address.called()) address.callback(why);
        });
    return address;
}
