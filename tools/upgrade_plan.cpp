#include "upgrade_plan.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "files.hpp"
#include "git.hpp"
#include "mistake.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

std::string topOf(const std::string& file) {
    return file.substr(0, file.find('/'));
}

std::string stubOf(const ExerciseName& name) {
    return "solutions/" + name.id() + "/stub.hpp";
}

// uppercase.hpp and uppercase_check.cpp
std::string checkOf(const ExerciseName& name) {
    std::string file = name.file();
    file.resize(file.size() - std::string_view(".hpp").size());
    return file + "_check.cpp";
}

// The exercise whose folder a file is in: exercises/03-echo/uppercase/...
std::string exerciseIdOf(const std::string& file) {
    constexpr std::string_view kTop = "exercises/";
    if (!file.starts_with(kTop)) return "";
    const auto chapter = file.find('/', kTop.size());
    if (chapter == std::string::npos) return "";
    const auto end = file.find('/', chapter + 1);
    if (end == std::string::npos) return "";
    return file.substr(kTop.size(), end - kTop.size());
}

// An exercise is what has a check.
std::map<std::string, ExerciseName> exercisesIn(
    const std::set<std::string>& files) {
    std::map<std::string, ExerciseName> exercises;
    for (const std::string& file : files) {
        const std::string id = exerciseIdOf(file);
        if (id.empty()) continue;
        const ExerciseName name = exerciseOf(id);
        if (checkOf(name) == file) exercises.emplace(id, name);
    }
    return exercises;
}

class Planner {
  public:
    Planner(const fs::path& root, const fs::path& newer)
        : root_(root),
          newer_(newer),
          oldFiles_(filesOf(root)),
          newFiles_(filesOf(newer)),
          old_(exercisesIn(oldFiles_)),
          new_(exercisesIn(newFiles_)) {}

    UpgradePlan plan() {
        for (const std::string& file : newFiles_) planFile(file);
        for (const std::string& file : oldFiles_) {
            if (isGone(file)) plan_.removed.push_back(file);
        }
        planChapters();
        planExercises();
        return std::move(plan_);
    }

  private:
    // The learner wrote something there.
    bool hasAnswer(const ExerciseName& name) const {
        const fs::path own = root_ / name.file();
        return fs::exists(own) && !haveSameContents(own, root_ / stubOf(name));
    }

    bool differs(const std::string& file) const {
        return !haveSameContents(root_ / file, newer_ / file);
    }

    void planFile(const std::string& file) {
        fs::path source = newer_ / file;
        const auto exercise = new_.find(exerciseIdOf(file));
        if (exercise != new_.end() && exercise->second.file() == file) {
            if (hasAnswer(exercise->second)) return;
            // The newer course may be somebody's who has an answer there.
            const fs::path stub = newer_ / stubOf(exercise->second);
            if (fs::exists(stub)) source = stub;
        }
        const fs::path own = root_ / file;
        if (haveSameContents(own, source)) return;
        if (fs::exists(fs::symlink_status(own))) {
            if (!fs::is_regular_file(own))
                throw Mistake(own.string() +
                              " is in the way of a file of the newer course: "
                              "move it, and try again");
            plan_.replaced.push_back(file);
        }
        plan_.put.emplace(file, source);
    }

    // A file of the course, as far as we can know: not a folder of the
    // learner's own, nor notes beside an answer.
    bool isGone(const std::string& file) const {
        if (newFiles_.contains(file) || new_.contains(exerciseIdOf(file)))
            return false;
        const std::string top = topOf(file) + '/';
        const auto next = newFiles_.lower_bound(top);
        return top.size() <= file.size() && next != newFiles_.end() &&
               next->starts_with(top);
    }

    void planChapters() {
        for (const std::string& file : newFiles_) {
            if (!file.starts_with("chapters/") ||
                !file.ends_with("/CMakeLists.txt"))
                continue;
            const std::string name =
                fs::path(file).parent_path().filename().string();
            if (!oldFiles_.contains(file) && name.find('-') == 2)
                plan_.newChapters.push_back(name);
        }
    }

    void planExercises() {
        for (const auto& [id, name] : new_) {
            if (!old_.contains(id)) {
                plan_.newExercises.push_back(name);
            } else if (hasAnswer(name)) {
                const bool newStub = differs(stubOf(name));
                if (newStub) plan_.newStubs.push_back(name);
                if (newStub || differs(checkOf(name)))
                    plan_.newChecks.push_back(name);
            }
        }
        for (const auto& [id, name] : old_) {
            if (new_.contains(id)) continue;
            plan_.goneExercises.push_back(name);
            if (hasAnswer(name)) plan_.goneAnswers.push_back(name);
        }
    }

    fs::path root_;
    fs::path newer_;
    std::set<std::string> oldFiles_;
    std::set<std::string> newFiles_;
    std::map<std::string, ExerciseName> old_;
    std::map<std::string, ExerciseName> new_;
    UpgradePlan plan_;
};

}  // namespace

std::set<std::string> filesOf(const fs::path& root) {
    const Git git(root);
    std::set<std::string> files;
    const auto add = [&](const std::string& name) {
        const fs::path file = root / name;
        if (fs::is_regular_file(fs::symlink_status(file))) files.insert(name);
    };
    if (git.isClone()) {
        for (const std::string& name : git.names({"ls-files", "-z"})) add(name);
        return files;
    }
    constexpr std::array<std::string_view, 3> kOthers{"build", ".git",
                                                      ".untwist"};
    for (const auto& top : fs::directory_iterator(root)) {
        const std::string name = top.path().filename().string();
        if (std::ranges::find(kOthers, name) != kOthers.end()) continue;
        add(name);
        if (!top.is_directory() || top.is_symlink()) continue;
        for (const auto& each : fs::recursive_directory_iterator(top.path()))
            add(each.path().lexically_relative(root).generic_string());
    }
    return files;
}

UpgradePlan planUpgrade(const fs::path& root, const fs::path& newer) {
    return Planner(root, newer).plan();
}

}  // namespace untwist::tools
