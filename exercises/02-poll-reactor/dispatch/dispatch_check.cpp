// Checks <dispatch.hpp>: yours, the solution, and the wrong answers.
#include <dispatch.hpp>

#include <unistd.h>

#include <array>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "untwist/testing/story.hpp"

using untwist::testing::step;

namespace {

pollfd found(int fd, int revents) {
    return {fd, POLLIN | POLLOUT, static_cast<short>(revents)};
}

// A watch that notes who was called.
Watch noting(std::string& called, const std::string& name) {
    return {[&called, name] { called += name + ".reader "; },
            [&called, name] { called += name + ".writer "; }};
}

}  // namespace

TEST_CASE("bytes call the reader, room calls the writer") {
    std::string called;
    Watches watches{{3, noting(called, "three")},
                    {4, noting(called, "four")},
                    {5, noting(called, "five")}};
    step("3 can be read, 5 can be written, 4 neither");
    dispatch({found(3, POLLIN), found(4, 0), found(5, POLLOUT)}, watches);
    CHECK(called == "three.reader five.writer ");
}

TEST_CASE("who is ready for both gets both calls, the reader's first") {
    std::string called;
    Watches watches{{3, noting(called, "three")}};
    step("3 can be read and written");
    dispatch({found(3, POLLIN | POLLOUT)}, watches);
    CHECK(called == "three.reader three.writer ");
}

TEST_CASE("who waits for one thing only is called for that") {
    int calls = 0;
    Watches watches{{3, {[&] { ++calls; }, nullptr}},
                    {4, {nullptr, [&] { ++calls; }}}};
    step("3 has a reader, 4 a writer; both descriptors are ready for both");
    dispatch({found(3, POLLIN | POLLOUT), found(4, POLLIN | POLLOUT)}, watches);
    CHECK(calls == 2);
}

TEST_CASE("the end of a pipe calls its reader") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    step("I close a pipe's writing end: poll reports POLLHUP, no bytes");
    ::close(ends[1]);
    bool called = false;
    Watches watches{{ends[0], {[&called] { called = true; }, nullptr}}};
    int turns = 0;
    while (!called && turns < 10) {
        std::vector<pollfd> polled{{ends[0], POLLIN, 0}};
        REQUIRE(::poll(polled.data(), 1, -1) == 1);
        dispatch(polled, watches);
        ++turns;
    }
    ::close(ends[0]);
    CHECK_MESSAGE(turns == 1, "poll reports it again at once: a busy loop");
}

TEST_CASE("an error calls the writer, though there is no room") {
    for (const int problem : {POLLERR, POLLHUP, POLLNVAL}) {
        int calls = 0;
        Watches watches{{3, {nullptr, [&] { ++calls; }}}};
        step("3 waits for room, poll reports revents " +
             std::to_string(problem));
        dispatch({found(3, problem)}, watches);
        CHECK(calls == 1);
    }
}

TEST_CASE("a callback may erase itself") {
    Watches watches;
    std::string called;
    const auto word = std::make_shared<std::string>("three ");
    watches[3].reader = [&watches, &called, word] {
        watches.erase(3);
        called += *word;
    };
    watches[4].reader = [&] { called += "four "; };
    watches[5].reader = [&] { called += "five "; };
    step("3, 4 and 5 can be read; 3 erases itself when called");
    dispatch({found(3, POLLIN), found(4, POLLIN), found(5, POLLIN)}, watches);
    CHECK(called == "three four five ");
}

TEST_CASE("a reader that erases its watch takes the writer along") {
    Watches watches;
    bool written = false;
    watches[3] = {[&] { watches.erase(3); }, [&] { written = true; }};
    step("3 can be read and written; its reader erases 3");
    dispatch({found(3, POLLIN | POLLOUT)}, watches);
    CHECK_FALSE(written);
}

TEST_CASE("who has been erased in this turn is not called") {
    Watches watches;
    int calls = 0;
    for (const int fd : {3, 4, 5}) {
        watches[fd].reader = [&] {
            ++calls;
            watches.clear();
        };
    }
    step("3, 4 and 5 can be read; whoever is called first erases them all");
    dispatch({found(3, POLLIN), found(4, POLLIN), found(5, POLLIN)}, watches);
    CHECK(calls == 1);
}

TEST_CASE("a callback may add watches, which wait for the next poll") {
    Watches watches;
    std::string called;
    watches[3].reader = [&] {
        for (int fd = 4; fd < 100; ++fd) {
            watches[fd] = noting(called, std::to_string(fd));
        }
    };
    step("3 can be read; its reader adds 4 to 99");
    dispatch({found(3, POLLIN)}, watches);
    CHECK(called.empty());
    CHECK(watches.size() == 97);
}
