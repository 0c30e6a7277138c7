#include "untwist/function.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using untwist::Callback;
using untwist::Function;

static_assert(!std::is_copy_constructible_v<Callback>);
static_assert(!std::is_copy_assignable_v<Callback>);
static_assert(std::is_nothrow_move_constructible_v<Callback>);

TEST_SUITE("function") {
    TEST_CASE("a Function takes a callable that cannot be copied") {
        Function<int()> call = [owned = std::make_unique<int>(7)] {
            return *owned;
        };
        CHECK(call() == 7);
    }

    TEST_CASE("a Function knows whether it holds something") {
        Callback empty;
        CHECK_FALSE(empty);
        CHECK_FALSE(Callback(nullptr));
        CHECK(Callback([] {}));
    }

    TEST_CASE("moving a Function leaves the old one empty") {
        Function<int()> first = [] { return 1; };
        Function<int()> second = std::move(first);
        CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): the point
        CHECK(second() == 1);
        first = std::move(second);
        CHECK(first() == 1);
    }

    TEST_CASE("a callable of any size is kept, called and moved") {
        Function<std::uint64_t()> call = [large = std::array<std::uint64_t, 64>{
                                              1, 2, 3}] { return large[2]; };
        CHECK(call() == 3);
        auto moved = std::move(call);
        CHECK(moved() == 3);
    }

    TEST_CASE("a callable with strict alignment is kept where it belongs") {
        struct alignas(64) Aligned {
            std::uintptr_t operator()() const {
                return reinterpret_cast<std::uintptr_t>(this) % 64;
            }
        };
        Function<std::uintptr_t()> call = Aligned();
        auto moved = std::move(call);
        CHECK(moved() == 0);
    }

    TEST_CASE("arguments arrive as they were given, references included") {
        int seen = 0;
        Function<void(int&, std::unique_ptr<int>)> call =
            [](int& out, std::unique_ptr<int> in) { out = *in; };
        call(seen, std::make_unique<int>(5));
        CHECK(seen == 5);
    }

    TEST_CASE(
        "a Function that returns nothing ignores what its callable does") {
        int calls = 0;
        Callback call = [&calls] { return ++calls; };
        call();
        CHECK(calls == 1);
    }

    TEST_CASE("a callable keeps its state from call to call") {
        Function<int()> count = [n = 0]() mutable { return ++n; };
        count();
        CHECK(count() == 2);
    }

    TEST_CASE("plain functions and pointers to members work too") {
        Function<std::string(int)> plain =
            +[](int n) { return std::to_string(n); };
        CHECK(plain(3) == "3");
        Function<std::size_t(const std::string&)> size =
            std::mem_fn(&std::string::size);
        CHECK(size("four") == 4);
    }

    TEST_CASE("what a Function holds is freed once, with it or before it") {
        const auto small = std::make_shared<int>(0);
        const auto large = std::make_shared<int>(0);
        {
            Callback inside = [small] {};
            Callback outside = [large, room = std::array<char, 256>()] {
                static_cast<void>(room);
            };
            auto moved = std::move(inside);
            CHECK(small.use_count() == 2);
            CHECK(large.use_count() == 2);
            outside = nullptr;
            CHECK(large.use_count() == 1);
        }
        CHECK(small.use_count() == 1);
    }

    TEST_CASE("an exception leaves a Function as it does any callable") {
        Callback call = [] { throw std::runtime_error("no"); };
        CHECK_THROWS_AS(call(), std::runtime_error);
        CHECK(call);
    }
}
