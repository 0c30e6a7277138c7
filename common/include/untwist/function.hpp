// A callable that is moved, never copied: what callLater and its like keep.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace untwist {

template <class Signature>
class Function;

// Like std::function, except that it takes callables that cannot be copied (a
// lambda that owns a unique_ptr). Up to six pointers' worth of captures are
// kept inside; a larger callable costs one allocation. Calling an empty
// Function is undefined: test it first.
template <class R, class... Args>
class Function<R(Args...)> {
  public:
    Function() = default;
    Function(std::nullptr_t) {}

    template <class F>
        requires(!std::is_same_v<std::remove_cvref_t<F>, Function> &&
                 std::is_invocable_r_v<R, std::decay_t<F>&, Args...>)
    Function(F&& callable) {
        using Stored = std::decay_t<F>;
        if constexpr (fitsInside<Stored>) {
            new (storage_) Stored(std::forward<F>(callable));
            actions_ = &kInside<Stored>;
        } else {
            new (storage_) Stored*(new Stored(std::forward<F>(callable)));
            actions_ = &kOutside<Stored>;
        }
    }

    Function(Function&& other) noexcept { take(other); }
    Function& operator=(Function&& other) noexcept {
        if (this != &other) {
            reset();
            take(other);
        }
        return *this;
    }
    Function(const Function&) = delete;
    Function& operator=(const Function&) = delete;
    ~Function() { reset(); }

    explicit operator bool() const { return actions_ != nullptr; }

    R operator()(Args... args) {
        return actions_->call(storage_, std::forward<Args>(args)...);
    }

  private:
    struct Actions {
        R (*call)(void*, Args&&...);
        void (*moveTo)(void* from, void* to) noexcept;  // destroys `from`
        void (*destroy)(void*) noexcept;
    };

    static constexpr std::size_t kInsideSize = 6 * sizeof(void*);

    template <class F>
    static constexpr bool fitsInside =
        sizeof(F) <= kInsideSize && alignof(F) <= alignof(std::max_align_t) &&
        std::is_nothrow_move_constructible_v<F>;

    template <class F>
    static R invoke(F& callable, Args&&... args) {
        if constexpr (std::is_void_v<R>) {
            static_cast<void>(callable(std::forward<Args>(args)...));
        } else {
            return callable(std::forward<Args>(args)...);
        }
    }

    template <class F>
    static F& inside(void* storage) {
        return *std::launder(static_cast<F*>(storage));
    }
    template <class F>
    static F& outside(void* storage) {
        return **std::launder(static_cast<F**>(storage));
    }

    template <class F>
    static constexpr Actions kInside{
        [](void* storage, Args&&... args) -> R {
            return invoke(inside<F>(storage), std::forward<Args>(args)...);
        },
        [](void* from, void* to) noexcept {
            new (to) F(std::move(inside<F>(from)));
            inside<F>(from).~F();
        },
        [](void* storage) noexcept { inside<F>(storage).~F(); }};

    template <class F>
    static constexpr Actions kOutside{
        [](void* storage, Args&&... args) -> R {
            return invoke(outside<F>(storage), std::forward<Args>(args)...);
        },
        [](void* from, void* to) noexcept { new (to) F*(&outside<F>(from)); },
        [](void* storage) noexcept { delete &outside<F>(storage); }};

    void take(Function& other) noexcept {
        if (other.actions_) other.actions_->moveTo(other.storage_, storage_);
        actions_ = std::exchange(other.actions_, nullptr);
    }
    void reset() noexcept {
        if (const auto* actions = std::exchange(actions_, nullptr)) {
            actions->destroy(storage_);
        }
    }

    alignas(std::max_align_t) std::byte storage_[kInsideSize];
    const Actions* actions_ = nullptr;
};

// Something to call later, once.
using Callback = Function<void()>;

}  // namespace untwist
