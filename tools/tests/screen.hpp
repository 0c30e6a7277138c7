// For tests: what a person sees on a terminal, of all that was written to it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace untwist::tools {

// Knows what the tool uses: newlines, the wrap at the right edge, scrolling,
// wiping a line or the screen, going home. Colours and links show as plain
// text.
class Screen {
  public:
    Screen(std::size_t columns, std::size_t rows);

    void write(std::string_view bytes);
    void resize(std::size_t columns, std::size_t rows);

    // The lines, without the blanks at their ends or empty lines at the end.
    std::string text() const;

  private:
    void put(char byte);
    void control(std::string_view sequence);
    void newLine();
    void wipe();

    std::size_t columns_;
    std::size_t rows_;
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::vector<std::string> lines_;
    std::string pending_;  // an escape sequence that is not yet whole
};

}  // namespace untwist::tools
