#include "names.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "mistake.hpp"

namespace untwist::tools {

namespace {

std::string joined(const std::vector<std::string>& words,
                   std::string_view last = ", ") {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? last : ", ";
        text += words[i];
    }
    return text;
}

std::string quoted(std::string_view word) {
    return '"' + std::string(word) + '"';
}

const Chapter& findChapter(const Catalogue& catalogue, std::string_view typed) {
    std::vector<std::string> names;
    for (const Chapter& chapter : catalogue) {
        if (chapter.isCalled(typed)) return chapter;
        names.push_back(chapter.name);
    }
    throw Mistake(unknown("chapter", typed, names));
}

// What tab completion makes of an exercise's name: 03-echo/uppercase of
// exercises/03-echo/uppercase/uppercase.hpp.
std::string_view withoutPath(std::string_view typed) {
    constexpr std::string_view kFolder = "exercises/";
    if (const auto at = typed.find(kFolder); at != std::string_view::npos)
        typed.remove_prefix(at + kFolder.size());
    if (typed.ends_with(".hpp")) typed = typed.substr(0, typed.rfind('/'));
    while (typed.ends_with('/')) typed.remove_suffix(1);
    return typed;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::pair<std::string_view, std::string_view> splitAtSlash(
    std::string_view typed) {
    const auto slash = typed.find('/');
    if (slash == std::string_view::npos) return {typed, {}};
    return {typed.substr(0, slash), typed.substr(slash + 1)};
}

std::vector<std::string> exercisesOf(const Chapter& chapter) {
    std::vector<std::string> names;
    names.reserve(chapter.exercises.size());
    for (const std::string& exercise : chapter.exercises)
        names.push_back(chapter.number() + '/' + exercise);
    return names;
}

// `typed` is no exercise of any chapter; is it a chapter?
[[noreturn]] void rejectExercise(const Catalogue& catalogue,
                                 std::string_view typed) {
    std::vector<std::string> all;
    for (const Chapter& chapter : catalogue) {
        const std::vector<std::string> own = exercisesOf(chapter);
        if (chapter.isCalled(typed)) {
            const std::string has = "chapter " + chapter.number() + " has ";
            throw Mistake(own.empty() ? has + "no exercises"
                                      : "which exercise? " + has + joined(own));
        }
        all.insert(all.end(), own.begin(), own.end());
    }
    throw Mistake(unknown("exercise", typed, all));
}

[[noreturn]] void rejectToRun(const Chapter& chapter,
                              const std::string& exercise) {
    const std::string name = chapter.number() + '/' + exercise;
    throw Mistake(name + " is an exercise: ./untwist check " + name);
}

// "uppercase" or "blocking" alone: no chapter, but what one has.
void rejectWithoutChapter(const Catalogue& catalogue, std::string_view typed,
                          const std::string& program) {
    for (const Chapter& chapter : catalogue) {
        if (chapter.isCalled(typed)) return;
    }
    for (const Chapter& chapter : catalogue) {
        if (contains(chapter.exercises, program)) rejectToRun(chapter, program);
        if (contains(chapter.programs, program) && program != "main") {
            throw Mistake(quoted(typed) + " is a program of chapter " +
                          chapter.number() + ": ./untwist run " +
                          chapter.number() + '/' + program);
        }
    }
}

// The part that a slip is looked for in: uppercase of 3/uppercase, echo of
// 03-echo.
std::string_view essence(std::string_view candidate) {
    candidate.remove_prefix(candidate.find('/') + 1);
    const auto letter = candidate.find_first_not_of("0123456789-");
    return candidate.substr(letter == std::string_view::npos ? 0 : letter);
}

}  // namespace

std::size_t editDistance(std::string_view a, std::string_view b) {
    // Row i holds the distances from a's first i letters to each start of b.
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::vector<std::size_t> next(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            next[j] =
                std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        before.swap(row);
        row.swap(next);
    }
    return row.back();
}

std::vector<std::string> nearest(std::string_view word,
                                 const std::vector<std::string>& candidates) {
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const std::string& candidate : candidates) {
        const std::string_view core = essence(candidate);
        const std::size_t distance =
            std::min({editDistance(word, candidate), editDistance(word, core),
                      editDistance(essence(word), core)});
        const bool begins = word.size() > 1 && core.starts_with(word);
        if (begins || 3 * distance <= std::max(word.size(), core.size()))
            found.emplace_back(begins ? 0 : distance, candidate);
    }
    std::stable_sort(
        found.begin(), found.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    if (found.size() > 3) found.resize(3);
    std::vector<std::string> names;
    names.reserve(found.size());
    for (auto& [distance, name] : found) names.push_back(std::move(name));
    return names;
}

std::string unknown(std::string_view kind, std::string_view word,
                    const std::vector<std::string>& candidates) {
    std::string what = "there is no " + std::string(kind) + ' ' + quoted(word);
    const std::vector<std::string> near = nearest(word, candidates);
    if (!near.empty())
        return what + "; did you mean " + joined(near, " or ") + '?';
    if (candidates.empty()) return what;
    return what +
           (candidates.size() == 1 ? "; there is only " : "; there are ") +
           joined(candidates);
}

std::string ProgramName::target() const {
    return program == "main" ? chapter.name : chapter.name + '-' + program;
}

std::string ExerciseName::id() const { return chapter + '/' + exercise; }

std::string ExerciseName::typed() const {
    return std::to_string(std::stoi(chapter)) + '/' + exercise;
}

std::string ExerciseName::folder() const { return "exercises/" + id(); }

ExerciseName exerciseOf(const std::string& id) {
    const auto [chapter, exercise] = splitAtSlash(id);
    return {std::string(chapter), std::string(exercise)};
}

std::string ExerciseName::target() const {
    return "check-" + chapter + '-' + exercise;
}

std::string ExerciseName::file() const {
    std::string header = exercise;
    std::replace(header.begin(), header.end(), '-', '_');
    return folder() + '/' + header + ".hpp";
}

ProgramName findProgram(const Catalogue& catalogue, std::string_view typed) {
    const auto [chapterName, twin] = splitAtSlash(typed);
    std::string program(twin.empty() ? typed : twin);
    std::replace(program.begin(), program.end(), '_', '-');
    if (twin.empty()) {
        rejectWithoutChapter(catalogue, typed, program);
        program = "main";
    }
    const Chapter& chapter = findChapter(catalogue, chapterName);
    if (contains(chapter.programs, program)) return {chapter, program};
    if (contains(chapter.exercises, program)) rejectToRun(chapter, program);
    std::vector<std::string> names;
    names.reserve(chapter.programs.size());
    for (const std::string& each : chapter.programs)
        names.push_back(each == "main" ? chapter.number()
                                       : chapter.number() + '/' + each);
    throw Mistake(unknown("program", typed, names));
}

std::vector<ExerciseName> findExercises(const Catalogue& catalogue,
                                        std::string_view typed) {
    std::vector<ExerciseName> found;
    for (const Chapter& chapter : catalogue) {
        if (!chapter.isCalled(typed)) continue;
        for (const std::string& each : chapter.exercises)
            found.push_back({chapter.name, each});
    }
    if (found.empty()) found.push_back(findExercise(catalogue, typed));
    return found;
}

ExerciseName findExercise(const Catalogue& catalogue, std::string_view typed) {
    typed = withoutPath(typed);
    auto [chapterName, name] = splitAtSlash(typed);
    const bool anywhere = typed.find('/') == std::string_view::npos;
    if (anywhere) name = typed;
    std::string exercise(name);
    std::replace(exercise.begin(), exercise.end(), '_', '-');

    if (!anywhere) {
        const Chapter& chapter = findChapter(catalogue, chapterName);
        if (contains(chapter.exercises, exercise))
            return {chapter.name, exercise};
        throw Mistake(unknown("exercise", typed, exercisesOf(chapter)));
    }
    std::vector<ExerciseName> found;
    for (const Chapter& chapter : catalogue) {
        if (contains(chapter.exercises, exercise))
            found.push_back({chapter.name, exercise});
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) rejectExercise(catalogue, typed);
    std::vector<std::string> names;
    names.reserve(found.size());
    for (const ExerciseName& each : found)
        names.push_back(each.chapter + '/' + each.exercise);
    throw Mistake(quoted(typed) +
                  " is in several chapters: " + joined(names, " or "));
}

}  // namespace untwist::tools
