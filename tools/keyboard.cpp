#include "keyboard.hpp"

#include <unistd.h>

#include <array>
#include <utility>

namespace untwist::tools {

std::shared_ptr<Keyboard> Keyboard::open(IReactorFDSet& reactor,
                                         Handler onKey) {
    if (isatty(STDIN_FILENO) != 1) return nullptr;
    auto keyboard = std::make_shared<Keyboard>(std::move(onKey));
    reactor.addReader(keyboard);
    return keyboard;
}

Keyboard::Keyboard(Handler onKey) : onKey_(std::move(onKey)) {
    tcgetattr(STDIN_FILENO, &before_);
    takeTerminal();
}

Keyboard::~Keyboard() { tcsetattr(STDIN_FILENO, TCSADRAIN, &before_); }

void Keyboard::takeTerminal() const {
    termios mode = before_;
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
}

int Keyboard::fileno() const { return STDIN_FILENO; }

std::optional<Failure> Keyboard::doRead() {
    std::array<char, 64> keys;
    const ssize_t count = read(STDIN_FILENO, keys.data(), keys.size());
    if (count <= 0) return Failure(error::ConnectionDone());
    for (ssize_t i = 0; i < count; ++i)
        take(keys.at(static_cast<std::size_t>(i)));
    return {};
}

// An arrow key, say, is ESC [ A: its letters are no keys.
void Keyboard::take(char key) {
    constexpr char kEscape = '\033';
    if (key == kEscape) {
        sequence_ = Sequence::begins;
    } else if (sequence_ == Sequence::begins) {
        const bool goesOn = key == '[' || key == 'O';
        sequence_ = goesOn ? Sequence::goesOn : Sequence::none;
    } else if (sequence_ == Sequence::goesOn) {
        if (key >= '@' && key <= '~') sequence_ = Sequence::none;
    } else {
        onKey_(key);
    }
}

}  // namespace untwist::tools
