// ./untwist new 9/my-task: an exercise that compiles, to write another over it.
#include <algorithm>
#include <cctype>
#include <iostream>
#include <stdexcept>

#include "commands.hpp"
#include "files.hpp"
#include "mistake.hpp"
#include "names.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

// Small letters, digits and hyphens: it becomes a folder, a file, a class.
bool isGoodName(const std::string& name) {
    const auto isLetter = [](unsigned char c) { return std::islower(c) != 0; };
    const auto isPart = [&](unsigned char c) {
        return isLetter(c) || std::isdigit(c) != 0 || c == '-';
    };
    return !name.empty() && isLetter(name.front()) && name.back() != '-' &&
           std::ranges::all_of(name, isPart) &&
           name.find("--") == std::string::npos;
}

// my-task and MyTask
std::string classOf(const std::string& name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '-') continue;
        const bool begins = i == 0 || name[i - 1] == '-';
        result += begins ? static_cast<char>(std::toupper(name[i])) : name[i];
    }
    return result;
}

void replaceAll(std::string& text, const std::string& from,
                const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// A text or a file name of the skeleton, for this exercise.
std::string adapted(std::string text, const ExerciseName& name) {
    std::string file = name.exercise;
    std::ranges::replace(file, '-', '_');
    replaceAll(text, "N/the-task", name.typed());
    replaceAll(text, "the-task", name.exercise);
    replaceAll(text, "the_task", file);
    replaceAll(text, "TheTask", classOf(name.exercise));
    return text;
}

void copyAdapted(const fs::path& from, const fs::path& to,
                 const ExerciseName& name) {
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        if (!entry.is_regular_file()) continue;
        const std::string file =
            adapted(entry.path().lexically_relative(from), name);
        writeFile(to / file, adapted(contentsOf(entry.path()), name));
    }
}

ExerciseName newName(const Course& course, const std::string& typed) {
    const auto slash = typed.find('/');
    if (slash == std::string::npos)
        throw Mistake("new what? for example: ./untwist new 9/my-task");
    const std::string exercise = typed.substr(slash + 1);
    const ExerciseName name{
        findProgram(course.catalogue, typed.substr(0, slash)).chapter.name,
        exercise};
    // The solution lies beside a file that is called stub.hpp.
    if (!isGoodName(exercise) || exercise == "stub")
        throw Mistake('"' + exercise +
                      "\" is no name for an exercise: small letters, digits "
                      "and hyphens, as in count-bytes");
    for (const fs::path& folder :
         {course.root / name.folder(), course.root / "solutions" / name.id()}) {
        if (fs::exists(folder))
            throw Mistake("there is " + name.typed() +
                          " already: " + asSeenFromHere(folder).string());
    }
    return name;
}

}  // namespace

int makeExercise(const Course& course, const std::string& typed) {
    const ExerciseName name = newName(course, typed);
    const fs::path exercise = course.root / name.folder();
    const fs::path solution = course.root / "solutions" / name.id();
    const fs::path list =
        course.root / "exercises" / name.chapter / "CMakeLists.txt";
    const fs::path skeleton = course.root / "tools" / "skeleton";
    try {
        copyAdapted(skeleton / "exercise", exercise, name);
        copyAdapted(skeleton / "solution", solution, name);
        writeFile(solution / "stub.hpp", contentsOf(course.root / name.file()));
        writeFile(list, contentsOf(list) + "addExercise(" + name.id() + ")\n");
    } catch (const std::exception&) {
        std::error_code ignored;
        fs::remove_all(exercise, ignored);
        fs::remove_all(solution, ignored);
        throw;
    }
    std::cout << "made " << name.typed() << ", which compiles as it is:\n\n  "
              << asSeenFromHere(exercise).string() << "/\n  "
              << asSeenFromHere(solution).string()
              << "/\n\nWrite yours over it, then prove it:\n\n"
                 "    ./untwist verify "
              << name.typed() << " --write\n"
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
