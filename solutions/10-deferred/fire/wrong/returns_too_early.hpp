// Fails: nothing is known before the service has answered
//
// You ask, you keep the answer when it comes, and you return what you have
// kept. It has not come: found() is called when this function has long
// returned. Return a Deferred that has not fired, and fire it in found().
#pragma once

#include <functional>
#include <memory>
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
    const auto address = std::make_shared<std::string>();
    service.ask(
        name, [address](const std::string& text) { *address = text; },
        [address](const std::string& why) { *address = why; });
    return untwist::succeed(*address);
}
