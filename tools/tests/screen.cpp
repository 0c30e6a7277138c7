#include "screen.hpp"

#include <algorithm>

namespace untwist::tools {

namespace {

constexpr char kEscape = '\033';

// Is this escape sequence whole? ESC [ ... letter, or ESC ] ... ESC backslash.
bool isWhole(std::string_view sequence) {
    if (sequence.size() < 2) return false;
    if (sequence[1] == ']')
        return sequence.size() > 3 && sequence.ends_with("\033\\");
    if (sequence[1] != '[') return true;
    const char last = sequence.back();
    return sequence.size() > 2 && last >= '@' && last <= '~';
}

}  // namespace

Screen::Screen(std::size_t columns, std::size_t rows)
    : columns_(columns), rows_(rows) {
    wipe();
}

void Screen::write(std::string_view bytes) {
    for (const char byte : bytes) {
        if (pending_.empty() && byte != kEscape) {
            put(byte);
            continue;
        }
        pending_ += byte;
        if (!isWhole(pending_)) continue;
        control(pending_);
        pending_.clear();
    }
}

void Screen::put(char byte) {
    if (byte == '\r') {
        column_ = 0;
    } else if (byte == '\n') {
        newLine();
    } else if ((static_cast<unsigned char>(byte) & 0xC0) == 0x80) {
        lines_[row_] += byte;  // the rest of a letter of UTF-8
    } else {
        if (column_ == columns_) {
            column_ = 0;
            newLine();
        }
        std::string& line = lines_[row_];
        if (line.size() <= column_) line.resize(column_ + 1, ' ');
        line[column_++] = byte;
    }
}

void Screen::control(std::string_view sequence) {
    if (sequence == "\033[K") {
        lines_[row_].resize(std::min(lines_[row_].size(), column_));
    } else if (sequence == "\033[H") {
        row_ = column_ = 0;
    } else if (sequence == "\033[2J") {
        lines_.assign(rows_, "");
    }
}

void Screen::newLine() {
    if (++row_ < rows_) return;
    lines_.erase(lines_.begin());
    lines_.emplace_back();
    row_ = rows_ - 1;
}

void Screen::wipe() {
    lines_.assign(rows_, "");
    row_ = column_ = 0;
}

void Screen::resize(std::size_t columns, std::size_t rows) {
    columns_ = columns;
    rows_ = rows;
    wipe();  // a real one keeps some: whoever minds draws again
}

std::string Screen::text() const {
    std::string text;
    for (const std::string& line : lines_) {
        text += line.substr(0, line.find_last_not_of(' ') + 1);
        text += '\n';
    }
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
}

}  // namespace untwist::tools
