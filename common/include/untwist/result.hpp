// How something turned out: a value, or the Failure that stands for it.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "untwist/failure.hpp"

namespace untwist {

namespace detail {

// The value of a Deferred<void>.
struct Nothing {};

template <class T>
using Stored = std::conditional_t<std::is_void_v<T>, Nothing, T>;

}  // namespace detail

// What addBoth's callback is given, and what DeferredList lists.
template <class T>
class Result {
  public:
    Result(detail::Stored<T> value) : held_(std::move(value)) {}
    Result(Failure failure) : held_(std::move(failure)) {}

    bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    // The value; throws the Failure's exception if there is none.
    std::add_lvalue_reference_t<T> value() & {
        raiseIfFailed();
        if constexpr (!std::is_void_v<T>) return std::get<0>(held_);
    }
    std::add_lvalue_reference_t<const T> value() const& {
        raiseIfFailed();
        if constexpr (!std::is_void_v<T>) return std::get<0>(held_);
    }
    T value() && {
        raiseIfFailed();
        if constexpr (!std::is_void_v<T>) return std::get<0>(std::move(held_));
    }

    // Only if !ok().
    const Failure& failure() const { return std::get<1>(held_); }

  private:
    void raiseIfFailed() const {
        if (!ok()) failure().raise();
    }

    std::variant<detail::Stored<T>, Failure> held_;
};

}  // namespace untwist
