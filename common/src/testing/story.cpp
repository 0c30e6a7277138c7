#include "untwist/testing/story.hpp"

#include <algorithm>
#include <utility>

namespace untwist::testing {

namespace {

StoryPage*& currentPage() {
    static StoryPage own;
    static StoryPage* current = &own;
    return current;
}

// Always ends in a zero, so that a page can be read at any moment.
void put(std::string_view text, StoryPage::Text& to) {
    constexpr std::string_view kCut = "...";
    const auto room = to.size() - 1;
    const auto kept = text.size() <= room ? text.size() : room - kCut.size();
    auto* end = std::copy_n(text.begin(), kept, to.begin());
    if (kept < text.size()) end = std::ranges::copy(kCut, end).out;
    *end = '\0';
}

void addLine(std::uint32_t number, std::string_view text) {
    auto& page = story();
    auto& line = page.line[page.lines % StoryPage::kLines];
    line.number = number;
    put(text, line.text);
    ++page.lines;
}

std::string aligned(std::string_view label, std::string_view text) {
    return std::string(label) + std::string(10 - label.size(), ' ') +
           std::string(text);
}

class StoryObserver : public ReactorObserver {
  public:
    void eventBegan(const ReactorEvent& event) override {
        put(event.name(), story().doing);
    }
    void eventEnded(const ReactorEvent&) override { put("", story().doing); }
};

}  // namespace

StoryPage& story() { return *currentPage(); }

void writeStoryTo(StoryPage& page) { currentPage() = &page; }

void startStory(std::string_view setting) {
    auto& page = story();
    if (page.closed) return;
    page.steps = page.lines = 0;
    put(setting, page.setting);
    put("", page.doing);
}

void step(std::string_view what) {
    if (!story().closed) addLine(++story().steps, what);
}

void remark(std::string_view what) {
    if (!story().closed) addLine(0, what);
}

Doing::Doing(std::string_view what) : outer_(story().doing.data()) {
    put(what, story().doing);
}

Doing::~Doing() { put(outer_, story().doing); }

std::shared_ptr<ReactorObserver> storyObserver() {
    return std::make_shared<StoryObserver>();
}

std::string quoted(Bytes bytes) {
    constexpr std::size_t kShown = 60;
    if (bytes.size() <= kShown) return '"' + escaped(bytes) + '"';
    return '"' + escaped(bytes.substr(0, kShown)) + "\"... (" +
           std::to_string(bytes.size()) + " bytes)";
}

std::string tell(const StoryPage& page) {
    std::string text;
    const auto setting = std::string_view(page.setting.data());
    if (!setting.empty()) text += "  (" + std::string(setting) + ")\n";
    const auto shown = std::min<std::size_t>(page.lines, StoryPage::kLines);
    if (shown < page.lines) {
        text += "     ... " + std::to_string(page.lines - shown) +
                " lines before ...\n";
    }
    for (auto n = page.lines - shown; n < page.lines; ++n) {
        const auto& line = page.line[n % StoryPage::kLines];
        auto label = std::string("!");
        if (line.number > 0) label = std::to_string(line.number) + ".";
        label.insert(0, std::max<std::size_t>(5, label.size()) - label.size(),
                     ' ');
        text += label + " " + line.text.data() + "\n";
    }
    return text;
}

StoryFailure::StoryFailure(std::string_view expected, std::string_view got)
    : std::runtime_error(tell(story()) + "     " +
                         aligned("expected", expected) + "\n     " +
                         aligned("got", got)),
      expectation_(aligned("expected", expected) + "\n" + aligned("got", got)) {
}

}  // namespace untwist::testing
