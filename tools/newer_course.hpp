// Where a newer course comes from: a folder, an archive, or git.
#pragma once

#include <filesystem>
#include <string>

#include "git.hpp"

namespace untwist::tools {

struct NewerCourse {
    std::filesystem::path root;
    std::string from;    // in words
    std::string commit;  // of git; else ""
};

// `source` is a folder, an archive that tar reads, "git" for where the course
// was cloned from (its remote "upstream" if there is one, else "origin"), or
// another remote or address for git. Unpacks in the folder `scratch`. Throws
// Mistake if there is no course.
NewerCourse findNewer(const Git& git, const std::string& source,
                      const std::filesystem::path& scratch);

// Lets git know that the files are now those of `commit`: to a clone with no
// commits of its own as if it had pulled; else as a merge that the learner has
// yet to commit. Returns what there is to do for the learner, or "".
std::string tellGit(const Git& git, const std::string& commit);

}  // namespace untwist::tools
