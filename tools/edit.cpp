// ./untwist edit: the exercise's file in the learner's editor.
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "commands.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

// The value of a variable that is set to something, else "".
std::string valueOf(const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr ? "" : value;
}

bool isInstalled(const std::string& program) {
    std::istringstream folders(valueOf("PATH"));
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (access((folder + '/' + program).c_str(), X_OK) == 0) return true;
    }
    return false;
}

// As a shell takes it: VISUAL may be "code --wait". Empty if there is none.
std::string editor() {
    for (const char* variable : {"VISUAL", "EDITOR"}) {
        if (!valueOf(variable).empty()) return valueOf(variable);
    }
    const bool hasScreen =
        !valueOf("DISPLAY").empty() || !valueOf("WAYLAND_DISPLAY").empty();
    if ((hasScreen || valueOf("TERM_PROGRAM") == "vscode") &&
        isInstalled("code"))
        return "code";
    if (hasScreen && isInstalled("xdg-open")) return "xdg-open";
    if (isatty(STDIN_FILENO) == 1 && isInstalled("vi")) return "vi";
    return "";
}

}  // namespace

int edit(const Course& course, const std::string& exercise) {
    const ExerciseName name = chosen(course, exercise);
    const fs::path file = asSeenFromHere(course.root / name.file());
    const std::string command = editor();
    if (command.empty())
        throw Mistake("no editor found: set VISUAL, or open " + file.string() +
                      " yourself");
    std::cout << "opening " << file.string() << '\n' << std::flush;
    // A shell, with the terminal: it gives the editor what Ctrl-C would end.
    if (std::system((command + ' ' + forShell(file)).c_str()) == 0) return 0;
    throw Mistake("your editor, " + command + ", could not open " +
                  file.string());
}

}  // namespace untwist::tools
