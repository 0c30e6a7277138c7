// The story of a test: what it did, step by step, for whoever reads a failure.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "untwist/bytes.hpp"
#include "untwist/observer.hpp"

namespace untwist::testing {

// Says what the test does next: step("I connect and send 3 bytes"). Steps are
// numbered; a failure, a crash or a hang is told with those so far.
void step(std::string_view what);

// Says something that happened meanwhile. It shows between the steps.
void remark(std::string_view what);

// Forgets the steps: the test starts again. `setting` holds for all that
// follows ("one byte at a time").
void startStory(std::string_view setting = {});

// While it lives, the test is inside this call: what a hang or a crash is told
// with. They nest.
class Doing {
  public:
    explicit Doing(std::string_view what);
    ~Doing();
    Doing(const Doing&) = delete;
    Doing& operator=(const Doing&) = delete;

  private:
    std::string outer_;
};

// Tells the story's reader which call a real Reactor is making.
std::shared_ptr<ReactorObserver> storyObserver();

// Bytes for a story: escaped, in quotes, a long run cut: "aaaa"... (70000
// bytes)
std::string quoted(Bytes bytes);

// An expectation that was not met. what() is the story up to there.
class StoryFailure : public std::runtime_error {
  public:
    StoryFailure(std::string_view expected, std::string_view got);

    const std::string& expectation() const { return expectation_; }

  private:
    std::string expectation_;  // the two lines "expected ..." and "got ..."
};

// Where a story is kept. Of a fixed size and without pointers: it may lie in
// memory that another process reads, whatever becomes of this one.
struct StoryPage {
    static constexpr std::size_t kLines = 20;  // the last ones are kept
    static constexpr std::size_t kWidth = 240;
    using Text = std::array<char, kWidth>;
    struct Line {
        std::uint32_t number = 0;  // of the step; 0 is a remark
        Text text{};
    };

    std::uint32_t steps = 0;
    std::uint32_t lines = 0;  // all there were; line n is at n % kLines
    bool closed = false;      // it has failed: what comes later is not told
    Text setting{};
    Text doing{};
    std::array<Line, kLines> line{};
};

// From now on the story is written there. The page must outlive the test.
void writeStoryTo(StoryPage& page);

StoryPage& story();                       // the current page
std::string tell(const StoryPage& page);  // its setting and its steps

}  // namespace untwist::testing
