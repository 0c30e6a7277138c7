// For tests: someone at a terminal, who types and reads the screen.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <sys/types.h>

#include "screen.hpp"

namespace untwist::tools {

class Person {
  public:
    static constexpr const char* kCtrlC = "\x03";
    static constexpr const char* kCtrlZ = "\x1a";

    // Starts argv on a terminal of its own. `environment` is set besides ours.
    explicit Person(std::vector<std::string> argv,
                    std::vector<std::string> environment = {},
                    std::size_t columns = 80, std::size_t rows = 24);
    ~Person();  // kills the program
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;

    void types(const std::string& keys) const;
    void resizes(std::size_t columns, std::size_t rows);
    void signals(int number) const;

    // Nobody waits this long unless something is broken.
    std::chrono::seconds patience{20};

    // Waits until the screen shows `text`; throws std::runtime_error, with the
    // screen as it is, when that does not come.
    void sees(const std::string& text);

    // Waits for the program's end: its exit code, or 128 + a signal.
    int seesTheEnd();

    std::string screen() const { return screen_.text(); }

    // The terminal shows what is typed and hands over whole lines, as shells
    // expect it.
    bool terminalIsAsItWas() const;

  private:
    bool read(std::chrono::milliseconds time);

    pid_t pid_ = -1;
    int terminal_ = -1;
    int held_ = -1;
    Screen screen_;
};

}  // namespace untwist::tools
