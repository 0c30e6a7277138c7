// The steps of a test, as they are told when it fails.
#include "untwist/testing/story.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using untwist::testing::Doing;
using untwist::testing::quoted;
using untwist::testing::remark;
using untwist::testing::startStory;
using untwist::testing::step;
using untwist::testing::story;
using untwist::testing::StoryFailure;
using untwist::testing::StoryPage;
using untwist::testing::tell;
using untwist::testing::writeStoryTo;

namespace {

// A page of the test's own; the one before is put back.
class FreshPage {
  public:
    FreshPage() { writeStoryTo(page_); }
    ~FreshPage() { writeStoryTo(before_); }
    FreshPage(const FreshPage&) = delete;
    FreshPage& operator=(const FreshPage&) = delete;

  private:
    StoryPage& before_ = story();
    StoryPage page_;
};

}  // namespace

TEST_CASE("steps are numbered, remarks are marked") {
    const FreshPage fresh;
    startStory("in the rain");
    step("I connect");
    remark("somebody sneezes");
    step("I send 3 bytes");
    CHECK(tell(story()) ==
          "  (in the rain)\n"
          "   1. I connect\n"
          "    ! somebody sneezes\n"
          "   2. I send 3 bytes\n");
}

TEST_CASE("a new story forgets the old one") {
    const FreshPage fresh;
    step("I connect");
    startStory();
    step("I connect again");
    CHECK(tell(story()) == "   1. I connect again\n");
}

TEST_CASE("of many steps the last ones are told, and how many are not") {
    const FreshPage fresh;
    for (int i = 1; i <= 100; ++i) step("step " + std::to_string(i));
    const auto text = tell(story());
    CHECK(
        text.starts_with("     ... 80 lines before ...\n"
                         "  81. step 81\n"));
    CHECK(text.ends_with(" 100. step 100\n"));
}

TEST_CASE("a step of any length fits") {
    const FreshPage fresh;
    step(std::string(10'000, 'x'));
    CHECK(tell(story()).size() < 300);
    CHECK(tell(story()).ends_with("xxx...\n"));
}

TEST_CASE("a closed story keeps what it has") {
    const FreshPage fresh;
    step("I connect");
    story().closed = true;
    step("I never did this");
    startStory();
    CHECK(tell(story()) == "   1. I connect\n");
}

TEST_CASE("calls nest: the inner one shows until it returns") {
    const FreshPage fresh;
    const Doing outer("dataReceived of Echo");
    {
        const Doing inner("pauseProducing");
        CHECK(std::string(story().doing.data()) == "pauseProducing");
    }
    CHECK(std::string(story().doing.data()) == "dataReceived of Echo");
}

TEST_CASE("bytes are quoted and escaped, a long run is cut") {
    CHECK(quoted("a\n\"") == "\"a\\n\\\"\"");
    CHECK(quoted(std::string(70'000, 'a')) ==
          '"' + std::string(60, 'a') + "\"... (70000 bytes)");
}

TEST_CASE("a failure carries the story and what was expected") {
    const FreshPage fresh;
    step("I connect");
    const StoryFailure failure("\"hello\"", "nothing");
    CHECK(failure.expectation() ==
          "expected  \"hello\"\n"
          "got       nothing");
    CHECK(std::string(failure.what()) ==
          "   1. I connect\n"
          "     expected  \"hello\"\n"
          "     got       nothing");
}
