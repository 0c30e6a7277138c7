#include "known_mistakes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>
#include <string_view>

namespace untwist::tools {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// Below this share of agreement, to name a cause would be to guess.
constexpr double kLikely = 0.6;

fs::path fileIn(const fs::path& root) {
    return root / "solutions" / "symptoms.json";
}

// How a wrong answer's first line begins; a case's name follows.
constexpr std::string_view kFails = "// Fails: ";

fs::path wrongAnswer(const fs::path& root, const std::string& exercise,
                     const std::string& mistake) {
    std::string file = mistake;
    std::ranges::replace(file, '-', '_');
    return root / "solutions" / exercise / "wrong" / (file + ".hpp");
}

// FNV-1a, 32 bits: the same on every machine, unlike std::hash.
std::string shortNumberOf(const std::string& text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", hash);
    return digits.data();
}

// The story without what is another at each run, on each machine or with
// another compiler: addresses, numbers of processes, where in which file and
// function, and how deep.
std::string essenceOf(const std::string& story) {
    static const std::regex changing(
        R"(0x[0-9a-f]+|==[0-9]+==|\S+\.[ch]pp(:[0-9]+)*(  [^\n]+)?|[0-9]{5,})"
        R"(|[0-9]+ frames?)");
    // How far other threads got before a crash, remarks tell ("! the server
    // gets ..."): that is chance.
    static const std::regex remarks(R"((^|\n) *! [^\n]*)");
    static const std::regex crash(R"((^|\n) *crashed\n)");
    const bool crashed = std::regex_search(story, crash);
    return std::regex_replace(
        crashed ? std::regex_replace(story, remarks, "") : story, changing,
        "#");
}

// How much two sets of failures have in common: 1 is all, 0 nothing.
double agreement(const std::map<std::string, std::string>& a,
                 const std::map<std::string, std::string>& b) {
    const auto same =
        static_cast<double>(std::ranges::count_if(a, [&](const auto& failure) {
            const auto found = b.find(failure.first);
            return found != b.end() && found->second == failure.second;
        }));
    const auto all = static_cast<double>(a.size() + b.size()) - same;
    return all == 0 ? 0 : same / all;
}

}  // namespace

bool Symptoms::failsLike(const Symptoms& other) const {
    const auto alike = [](const auto& a, const auto& b) {
        return a == b || (a.first == b.first &&
                          (a.second == "crashed" || b.second == "crashed"));
    };
    return std::ranges::equal(failures, other.failures, alike);
}

Symptoms symptomsOf(const Results& results) {
    return {results.failures, shortNumberOf(essenceOf(results.story)),
            2 * results.failures.size() > results.cases.size()};
}

KnownMistakes readKnownMistakes(const fs::path& root) try {
    KnownMistakes known;
    std::ifstream in(fileIn(root));
    if (!in) return known;
    const json all = json::parse(in);
    for (const auto& [exercise, mistakes] : all.items()) {
        for (const auto& [name, symptoms] : mistakes.items()) {
            known[exercise][name] = {symptoms.at("failures"),
                                     symptoms.at("story"), false};
        }
    }
    return known;
} catch (const json::exception&) {
    return {};
}

void writeKnownMistakes(const fs::path& root, const KnownMistakes& known) {
    json all = json::object();
    for (const auto& [exercise, mistakes] : known) {
        for (const auto& [name, symptoms] : mistakes) {
            all[exercise][name] = {{"failures", symptoms.failures},
                                   {"story", symptoms.story}};
        }
    }
    std::ofstream out(fileIn(root));
    out << all.dump(1) << '\n';
    if (!out.flush())
        throw std::runtime_error("cannot write " + fileIn(root).string());
}

std::optional<std::string> likelyMistake(
    const std::map<std::string, Symptoms>& known, const Symptoms& seen) {
    std::optional<std::string> best;
    double most = 0;
    for (const auto& [name, symptoms] : known) {
        double score = agreement(symptoms.failures, seen.failures);
        const bool sameStory = symptoms.story == seen.story;
        if (!sameStory && (score < 1 || seen.most)) continue;
        if (score < kLikely) continue;
        if (sameStory) score += 1;
        if (score > most) {
            most = score;
            best = name;
        }
    }
    return best;
}

std::string caseNamedBy(const fs::path& root, const std::string& exercise,
                        const std::string& mistake) {
    std::string line;
    std::ifstream in(wrongAnswer(root, exercise, mistake));
    std::getline(in, line);
    return line.starts_with(kFails) ? line.substr(kFails.size()) : "";
}

std::vector<std::string> explanationOf(const fs::path& root,
                                       const std::string& exercise,
                                       const std::string& mistake) {
    std::ifstream in(wrongAnswer(root, exercise, mistake));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("//")) break;
        if (line.starts_with(kFails)) continue;
        line.erase(0, line.starts_with("// ") ? 3 : 2);
        if (!line.empty() || !lines.empty()) lines.push_back(line);
    }
    return lines;
}

}  // namespace untwist::tools
