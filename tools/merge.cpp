// ./untwist merge: what was done on another machine counts here too.
#include <iostream>

#include "commands.hpp"
#include "learner.hpp"
#include "mistake.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

// A course, its .untwist, or the diary itself.
fs::path diaryIn(const fs::path& place) {
    if (!fs::is_directory(place)) return place;
    for (const char* name : {".untwist/diary", "diary"}) {
        if (fs::exists(place / name)) return place / name;
    }
    throw Mistake("there is no diary in " + place.string());
}

std::string counted(std::size_t count, const std::string& what) {
    return std::to_string(count) + ' ' + what;
}

// What the entries that came have changed.
void tellChanges(const Course& course, const Progress& before,
                 const Progress& after) {
    for (const ExerciseName& name : exercisesOf(course)) {
        const State was = before.of(name.id()).state;
        const State is = after.of(name.id()).state;
        if (was != is)
            std::cout << "  " << name.typed() << " was " << inWords(was)
                      << ", is " << inWords(is) << '\n';
    }
}

}  // namespace

int merge(const Course& course, const fs::path& from) {
    const fs::path file = diaryIn(from);
    Diary diary(course.state);
    const Progress before(course.catalogue, diary.entries());
    const Merged merged = diary.merge(file);
    std::cout << counted(merged.came, merged.came == 1 ? "entry" : "entries")
              << " taken from " << file.string();
    if (merged.known > 0) std::cout << ", " << merged.known << " known before";
    if (merged.other > 0)
        std::cout << "; "
                  << counted(merged.other, merged.other == 1
                                               ? "line was no entry"
                                               : "lines were no entries");
    std::cout << '\n';
    tellChanges(course, before, Progress(course.catalogue, diary.entries()));
    std::cout << std::flush;
    return 0;
}

}  // namespace untwist::tools
