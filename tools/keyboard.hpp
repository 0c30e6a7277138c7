// Keys as events of the loop: each arrives when it is pressed.
#pragma once

#include <memory>

#include <termios.h>

#include "untwist/untwist.hpp"

namespace untwist::tools {

// While it lives, the terminal at standard input hands over each key without
// waiting for Return, and does not show it; Ctrl-C is a signal as ever. The
// destructor puts the terminal back as it was.
class Keyboard : public IReadDescriptor {
  public:
    using Handler = Function<void(char)>;

    // Null where standard input is no terminal.
    static std::shared_ptr<Keyboard> open(IReactorFDSet& reactor,
                                          Handler onKey);
    explicit Keyboard(Handler onKey);
    ~Keyboard() override;
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;

    // Once more, after a shell had the terminal in between (Ctrl-Z, fg).
    void takeTerminal() const;

    int fileno() const override;
    std::optional<Failure> doRead() override;
    void connectionLost(const Failure& /*reason*/) override {}

  private:
    enum class Sequence { none, begins, goesOn };

    void take(char key);

    Handler onKey_;
    Sequence sequence_ = Sequence::none;
    termios before_{};
};

}  // namespace untwist::tools
