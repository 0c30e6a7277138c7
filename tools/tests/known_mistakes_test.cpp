#include "known_mistakes.hpp"

#include <doctest/doctest.h>

#include "temporary_folder.hpp"

using untwist::tools::CaseOutcome;
using untwist::tools::explanationOf;
using untwist::tools::KnownMistakes;
using untwist::tools::likelyMistake;
using untwist::tools::readKnownMistakes;
using untwist::tools::readResults;
using untwist::tools::Results;
using untwist::tools::Symptoms;
using untwist::tools::symptomsOf;
using untwist::tools::TemporaryFolder;
using untwist::tools::writeKnownMistakes;

namespace {

// Of a check with eight cases.
Symptoms of(std::map<std::string, std::string> failures,
            std::string story = "told\n") {
    return symptomsOf({false, std::vector<CaseOutcome>(8), std::move(failures),
                       std::move(story)});
}

}  // namespace

TEST_CASE("the results of a check are those that did not pass, and a story") {
    const TemporaryFolder folder;
    folder.write("r.json",
                 R"({"passed": false, "cases": [
                     {"name": "a", "outcome": "passed", "story": ""},
                     {"name": "b", "outcome": "hung", "story": "it hung"},
                     {"name": "c", "outcome": "failed", "story": "wrong"}]})");
    const auto results = readResults(folder.path() / "r.json");
    REQUIRE(results);
    CHECK(results->failures ==
          std::map<std::string, std::string>{{"b", "hung"}, {"c", "failed"}});
    CHECK(results->story == "it hung");
    CHECK(readResults(folder.path() / "none.json") == std::nullopt);
    folder.write("cut.json", R"({"passed": fal)");
    CHECK(readResults(folder.path() / "cut.json") == std::nullopt);
}

TEST_CASE("the mistake with the same symptoms is the likely one") {
    const std::map<std::string, Symptoms> known{
        {"one", of({{"a", "failed"}})},
        {"both", of({{"a", "failed"}, {"b", "failed"}})},
        {"crash", of({{"a", "crashed"}})}};
    CHECK(likelyMistake(known, of({{"a", "failed"}})) == "one");
    CHECK(likelyMistake(known, of({{"a", "crashed"}})) == "crash");
    CHECK(likelyMistake(known, of({{"a", "failed"}, {"b", "failed"}})) ==
          "both");
}

TEST_CASE("of two that fail alike, the story tells") {
    const std::map<std::string, Symptoms> known{
        {"says nothing", of({{"a", "failed"}}, "got \"\"\n")},
        {"says too much", of({{"a", "failed"}}, "got \"xx\"\n")}};
    CHECK(likelyMistake(known, of({{"a", "failed"}}, "got \"xx\"\n")) ==
          "says too much");
    CHECK(likelyMistake(known, of({{"a", "failed"}}, "got \"\"\n")) ==
          "says nothing");
}

TEST_CASE("addresses, places and numbers of processes are no difference") {
    const std::map<std::string, Symptoms> known{
        {"b", of({{"a", "crashed"}}, "other\n")},
        {"c", of({{"a", "crashed"}}, "==12==ERROR at 0x7ffe in /x/y.hpp:3:7")}};
    CHECK(likelyMistake(known, of({{"a", "crashed"}},
                                  "==99==ERROR at 0x1234 in z.hpp:9")) == "c");
    const std::map<std::string, Symptoms> named{
        {"b", of({{"a", "crashed"}}, "READ of 8\n y.hpp:3  linesOf\n")},
        {"c", of({{"a", "crashed"}}, "READ of 4\n y.hpp:3  linesOf\n")}};
    CHECK(likelyMistake(named, of({{"a", "crashed"}},
                                  "READ of 4\n y.hpp:1  operator bool\n")) ==
          "c");
}

TEST_CASE("what crashes may fail in another way with another compiler") {
    const Symptoms seen = of({{"a", "failed"}, {"b", "failed"}});
    CHECK(seen.failsLike(of({{"a", "crashed"}, {"b", "failed"}}, "other\n")));
    CHECK(!seen.failsLike(of({{"a", "hung"}, {"b", "failed"}})));
    CHECK(!seen.failsLike(of({{"a", "failed"}})));
    CHECK(!seen.failsLike(of({{"a", "failed"}, {"c", "failed"}})));
}

TEST_CASE("how far threads got before a crash is no difference") {
    std::map<std::string, std::string> most;
    for (const char* name : {"a", "b", "c", "d", "e"}) most[name] = "crashed";
    const std::map<std::string, Symptoms> known{
        {"never joined", of(most, "   1. I call\n     crashed\n     ABRT\n")}};
    CHECK(likelyMistake(known, of(most,
                                  "   1. I call\n    ! the server gets\n"
                                  "     crashed\n     ABRT\n")) ==
          "never joined");
    CHECK(likelyMistake(known, of(most,
                                  "   1. I call\n     crashed\n"
                                  "     stack-use-after-scope\n")) ==
          std::nullopt);
}

TEST_CASE("nothing is named when little agrees") {
    const std::map<std::string, Symptoms> known{
        {"all", of({{"a", "failed"}, {"b", "failed"}, {"c", "failed"}})}};
    CHECK(likelyMistake(known, of({{"a", "failed"}})) == std::nullopt);
    CHECK(likelyMistake(known, of({{"a", "failed"}, {"b", "failed"}},
                                  "another\n")) == std::nullopt);
    CHECK(likelyMistake(known, of({{"a", "failed"}, {"b", "failed"}})) ==
          "all");
    CHECK(likelyMistake({}, of({{"a", "failed"}})) == std::nullopt);
}

TEST_CASE("when most cases fail, only the same story names the mistake") {
    std::map<std::string, std::string> five;
    for (const char* name : {"a", "b", "c", "d", "e"}) five[name] = "failed";
    const std::map<std::string, Symptoms> known{
        {"hangs up", of(five, "closed\n")}};
    CHECK(likelyMistake(known, of(five, "got \"hello\"\n")) == std::nullopt);
    CHECK(likelyMistake(known, of(five, "closed\n")) == "hangs up");
    five.erase("e");
    const std::map<std::string, Symptoms> fewer{
        {"keeps quiet", of(five, "got \"\"\n")}};
    CHECK(likelyMistake(fewer, of(five, "got \"x\"\n")) == "keeps quiet");
}

TEST_CASE("what is known is written and read; a broken file is an empty one") {
    const TemporaryFolder folder;
    folder.write("solutions/x", "");
    const KnownMistakes known{
        {"03-echo/uppercase", {{"strlen", of({{"a \"zero\"", "failed"}})}}}};
    writeKnownMistakes(folder.path(), known);
    CHECK(readKnownMistakes(folder.path()) == known);
    folder.write("solutions/symptoms.json", "{\"a\": 3}");
    CHECK(readKnownMistakes(folder.path()).empty());
}

TEST_CASE("an explanation is the comment at the top, without the case") {
    const TemporaryFolder folder;
    folder.write("solutions/03-echo/uppercase/wrong/signed_index.hpp",
                 "// Fails: bytes above 127\n//\n// char is signed.\n//\n"
                 "// Mostly.\n#pragma once\n// not this\n");
    CHECK(explanationOf(folder.path(), "03-echo/uppercase", "signed-index") ==
          std::vector<std::string>{"char is signed.", "", "Mostly."});
}
