#include "untwist/observer.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "type_name.hpp"
#include "untwist/log.hpp"

namespace untwist {

std::string eventName(std::string_view what, std::string_view who) {
    if (who.empty()) return std::string(what);
    return std::string(what) + " of " + std::string(who);
}

std::string ReactorEvent::name() const { return eventName(what, who); }

namespace {

class SlowCallbacks final : public ReactorObserver {
  public:
    SlowCallbacks(Duration threshold, std::shared_ptr<ReactorObserver> next)
        : threshold_(threshold), next_(std::move(next)) {}

    void eventBegan(const ReactorEvent& event) override {
        ++depth_;
        if (next_) next_->eventBegan(event);
    }

    void eventEnded(const ReactorEvent& event) override {
        if (next_) next_->eventEnded(event);
        // The inner one of two nested events is the one to blame.
        const auto took = event.ended - event.began;
        if (took > threshold_ && !std::exchange(warned_, true)) warn(event);
        if (--depth_ == 0) warned_ = false;
    }

  private:
    static void warn(const ReactorEvent& event) {
        const auto took =
            std::chrono::duration<double>(event.ended - event.began);
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.1f s", took.count());
        log::msg(event.name() + " held the reactor for " + text.data());
    }

    Duration threshold_;
    std::shared_ptr<ReactorObserver> next_;
    int depth_ = 0;
    bool warned_ = false;
};

}  // namespace

std::shared_ptr<ReactorObserver> warnOfSlowCallbacks(
    Duration threshold, std::shared_ptr<ReactorObserver> next) {
    return std::make_shared<SlowCallbacks>(threshold, std::move(next));
}

}  // namespace untwist
