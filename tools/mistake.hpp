// What the person who typed the command got wrong.
#pragma once

#include <stdexcept>

namespace untwist::tools {

// Its text is one line that says what to type instead. The tool prints it and
// ends with exit code 2.
class Mistake : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace untwist::tools
