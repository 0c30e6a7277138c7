#include "newer_course.hpp"

#include <stdexcept>
#include <string_view>
#include <vector>

#include "mistake.hpp"
#include "process.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

bool isCourse(const fs::path& folder) {
    return fs::is_regular_file(folder / "untwist") &&
           fs::is_directory(folder / "exercises") &&
           fs::is_directory(folder / "tools");
}

// An archive has the course, or one folder with the course in it.
fs::path courseIn(const fs::path& folder, const std::string& source) {
    if (isCourse(folder)) return folder;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory() && isCourse(entry.path())) return entry.path();
    }
    throw Mistake("there is no course in " + source);
}

void unpack(const fs::path& archive, const fs::path& folder) {
    fs::create_directories(folder);
    const auto ignore = [](std::string_view) {};
    if (capture({"tar", "-xf", archive.string(), "-C", folder.string()},
                ignore) != 0)
        throw Mistake(archive.string() + " is no archive that tar can unpack");
}

// A merge or a rebase that is not done yet is in the way of ours.
void rejectUnfinished(const Git& git) {
    const fs::path folder = git.ask({"rev-parse", "--absolute-git-dir"});
    for (const char* sign :
         {"MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD"}) {
        if (fs::exists(folder / sign))
            throw Mistake(
                "git is in the middle of a merge or rebase here: end that "
                "first (git status says how)");
    }
}

std::string remoteOf(const Git& git, const std::string& source) {
    if (source != "git") return source;
    return git.agrees({"remote", "get-url", "upstream"}) ? "upstream"
                                                         : "origin";
}

NewerCourse fetch(const Git& git, const std::string& source,
                  const fs::path& scratch) {
    if (!git.isClone())
        throw Mistake(
            source == "git" || source.empty()
                ? "this course is no git clone; upgrade from a folder or an "
                  "archive: ./untwist upgrade untwist.tar.gz"
                : "there is no file or folder " + source);
    rejectUnfinished(git);
    const std::string remote = remoteOf(git, source);
    git.ask({"fetch", "--quiet", remote, "HEAD"});
    const std::string commit = git.ask({"rev-parse", "FETCH_HEAD"});
    const fs::path archive = scratch / "course.tar";
    git.ask({"archive", "--format=tar", "--output", archive.string(), commit});
    unpack(archive, scratch / "course");
    return {courseIn(scratch / "course", remote),
            remote + ", " + git.ask({"log", "-1", "--format=%h %cs", commit}),
            commit};
}

}  // namespace

NewerCourse findNewer(const Git& git, const std::string& source,
                      const fs::path& scratch) {
    fs::create_directories(scratch);
    if (fs::is_directory(source))
        return {courseIn(fs::canonical(source), source), source, ""};
    if (!fs::exists(source))
        return fetch(git, source.empty() ? "git" : source, scratch);
    unpack(source, scratch / "course");
    return {courseIn(scratch / "course", source), source, ""};
}

std::string tellGit(const Git& git, const std::string& commit) {
    if (commit.empty() ||
        git.agrees({"merge-base", "--is-ancestor", commit, "HEAD"}))
        return "";
    if (git.agrees({"merge-base", "--is-ancestor", "HEAD", commit})) {
        git.ask({"reset", "--quiet", commit});
        return "";
    }
    git.ask({"reset", "--quiet"});  // what was staged is in the files
    git.ask({"merge", "--quiet", "--no-commit", "--strategy=ours", commit});
    return "You have commits of your own: git add -A && git commit makes the "
           "merge.";
}

}  // namespace untwist::tools
