#include "diary.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <stdexcept>

#include "temporary_folder.hpp"

namespace fs = std::filesystem;

using untwist::tools::Diary;
using untwist::tools::Entry;
using untwist::tools::TemporaryFolder;

TEST_CASE("what was noted is there the next time, in the order of time") {
    const TemporaryFolder folder;
    CHECK(Diary(folder.path() / "new").entries().empty());
    Diary(folder.path() / "new").add("03-echo/uppercase", "failed");
    Diary diary(folder.path() / "new");
    diary.add("03-echo/uppercase", "passed");
    CHECK(diary.entries() == Diary(folder.path() / "new").entries());
    REQUIRE(diary.entries().size() == 2);
    CHECK(diary.entries()[0].event == "failed");
    CHECK(diary.entries()[1].exercise == "03-echo/uppercase");
    CHECK(diary.entries()[1].at > 1'700'000'000'000);
}

TEST_CASE("a line that was cut short costs nothing but itself") {
    const TemporaryFolder folder;
    folder.write("diary",
                 "{\"at\":1,\"exercise\":\"a/b\",\"event\":\"failed\"}\n"
                 "{\"at\":2,\"exercise\":\"a/b\",\"ev");
    Diary(folder.path()).add("a/b", "passed");
    const Diary diary(folder.path());
    REQUIRE(diary.entries().size() == 2);
    CHECK(diary.entries()[0] == Entry{1, "a/b", "failed"});
    CHECK(diary.entries()[1].event == "passed");
}

TEST_CASE("lines of another version, and any rubbish, are passed over") {
    const TemporaryFolder folder;
    folder.write("diary",
                 "not json\n[1,2]\n{}\n{\"at\":\"noon\"}\n\n\xff\n"
                 "{\"at\":7,\"exercise\":\"a/b\",\"event\":\"hint\","
                 "\"mood\":\"fine\"}\n");
    const Diary diary(folder.path());
    REQUIRE(diary.entries().size() == 1);
    CHECK(diary.entries()[0] == Entry{7, "a/b", "hint"});
}

TEST_CASE("two diaries one after the other are one, with each entry once") {
    const TemporaryFolder folder;
    const std::string one =
        "{\"at\":1,\"exercise\":\"a/b\",\"event\":\"failed\"}\n"
        "{\"at\":5,\"exercise\":\"a/b\",\"event\":\"passed\"}\n";
    const std::string two =
        "{\"at\":1,\"exercise\":\"a/b\",\"event\":\"failed\"}\n"
        "{\"at\":3,\"exercise\":\"a/c\",\"event\":\"failed\"}\n";
    folder.write("diary", one + two);
    const Diary diary(folder.path());
    REQUIRE(diary.entries().size() == 3);
    CHECK(diary.entries()[1].exercise == "a/c");
    CHECK(diary.entries()[2].event == "passed");
}

TEST_CASE("a diary that cannot be written to says where and why") {
    const TemporaryFolder folder;
    folder.write("file", "");
    Diary diary(folder.path() / "file");
    try {
        diary.add("a/b", "passed");
        FAIL("it was written");
    } catch (const std::runtime_error& error) {
        const std::string what = error.what();
        CHECK(what.find((folder.path() / "file" / "diary").string()) !=
              std::string::npos);
        CHECK(what.find("Not a directory") != std::string::npos);
    }
    CHECK(diary.entries().empty());
}
