#include "two_courses.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <map>

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

void writeExercise(const TemporaryFolder& folder, const std::string& course,
                   const std::string& name, const std::string& stub,
                   const std::string& check) {
    const std::string id = "/03-echo/" + name + '/';
    folder.write(course + "/exercises" + id + name + ".hpp", stub);
    folder.write(course + "/exercises" + id + name + "_check.cpp", check);
    folder.write(course + "/solutions" + id + "stub.hpp", stub);
}

std::string listing(const TemporaryFolder& folder, const fs::path& top) {
    std::map<std::string, std::string> files;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(top, none)) {
        const fs::path name = entry.path().lexically_relative(top);
        const auto first = name.begin()->string();
        if (first == ".git" || first == "build" || first == ".untwist" ||
            !entry.is_regular_file())
            continue;
        files[name.string()] =
            folder.read(entry.path().lexically_relative(folder.path()));
    }
    std::string text;
    for (const auto& [name, contents] : files) text += name + ": " + contents;
    return text;
}

}  // namespace

Outcome inChild(const std::function<int()>& command) {
    const TemporaryFolder folder;
    std::cout << std::flush;
    const pid_t pid = fork();
    if (pid == 0) {
        int exitCode = 99;
        if (std::freopen((folder.path() / "out").c_str(), "w", stdout)) {
            try {
                exitCode = command();
            } catch (const std::exception& error) {
                std::cout << error.what();
            }
        }
        std::cout << std::flush;
        _exit(exitCode);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return {WEXITSTATUS(status), folder.read("out")};
}

TwoCourses::TwoCourses() {
    for (const std::string course : {"mine", "newer"}) {
        writeScript(course + "/untwist", "# " + course + "\necho \"$*\"\n");
        write(course + "/tools/main.cpp", course + '\n');
        write(course + "/README.md", "the same\n");
        write(course + "/.gitignore", "/build/\n/.untwist/\n");
        write(course + "/chapters/03-echo/CMakeLists.txt", "the same\n");
        const bool isNew = course == "newer";
        writeExercise(*this, course, "one", isNew ? "new stub\n" : "stub\n",
                      "check\n");
        writeExercise(*this, course, "two", "stub\n",
                      isNew ? "new check\n" : "check\n");
    }
    writeExercise(*this, "mine", "gone", "stub\n", "check\n");
    writeExercise(*this, "newer", "more", "stub\n", "check\n");
    write("mine/docs/old.md", "old\n");
    write("newer/docs/new.md", "new\n");
    write("newer/chapters/04-x/CMakeLists.txt", "new\n");
}

void TwoCourses::answer(const std::string& name) const {
    write("mine/exercises/03-echo/" + name + '/' + name + ".hpp",
          "my " + name + '\n');
}

std::string TwoCourses::answerTo(const std::string& name) const {
    return read("mine/exercises/03-echo/" + name + '/' + name + ".hpp");
}

Course TwoCourses::course() const {
    return {path() / "mine",
            {{"03-echo", "Echo", false, {"main"}, {"one", "two", "gone"}}},
            path() / "mine/.untwist"};
}

Outcome TwoCourses::upgrade(const std::string& source, bool dryRun) const {
    return inChild([&] { return tools::upgrade(course(), source, dryRun); });
}

bool TwoCourses::isUpgraded() const {
    for (const char* name : {"one", "two"}) {
        const std::string id = std::string("/03-echo/") + name + '/';
        write("newer/exercises" + id + name + ".hpp", answerTo(name));
    }
    return everything() == listing(*this, path() / "newer");
}

std::string TwoCourses::everything() const {
    return listing(*this, path() / "mine");
}

std::string TwoCourses::backup() const {
    return listing(*this, path() / "mine/.untwist/before-upgrade") +
           listing(*this, path() / "mine/.untwist/answers");
}

}  // namespace untwist::tools
