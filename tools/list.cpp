// ./untwist list: what there is to run and to check.
#include <iostream>

#include "commands.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace {

void printEach(const std::string& label, const std::string& prefix,
               const std::vector<std::string>& names) {
    std::string line = "      " + label;
    bool any = false;
    for (const std::string& name : names) {
        if (name == "main") continue;
        line.append("  ").append(prefix).append(name);
        any = true;
    }
    if (any) std::cout << line << '\n';
}

}  // namespace

int list(const Course& course) {
    for (const Chapter& chapter : course.catalogue) {
        const std::string number = chapter.number();
        std::cout << std::string(4 - number.size(), ' ') << number << "  "
                  << bold(chapter.name) << ": " << chapter.title << '\n';
        printEach("run  ", number + '/', chapter.programs);
        printEach("check", number + '/', chapter.exercises);
    }
    std::cout << "\nStart one with ./untwist run 1, check an answer with "
                 "./untwist check 3/uppercase.\n"
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
