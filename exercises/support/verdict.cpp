#include "verdict.hpp"

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <string_view>

namespace untwist::check {

namespace {

bool passed(const CaseResult& result) {
    return result.outcome == Outcome::passed;
}

std::string cases(std::ptrdiff_t count) {
    return std::to_string(count) + (count == 1 ? " case" : " cases");
}

struct Colours {
    const char* good = "";
    const char* bad = "";
    const char* bold = "";
    const char* plain = "";
};

std::string json(std::string_view text) {
    std::ostringstream out;
    out << '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out << '\\' << c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out << "\\u" << std::hex << std::setw(4) << std::setfill('0')
                << static_cast<int>(c);
        } else {
            out << c;
        }
    }
    out << '"';
    return out.str();
}

}  // namespace

std::string exerciseName(const char* program) {
    const auto path = std::filesystem::absolute(program).lexically_normal();
    const auto folder = path.parent_path();
    const auto file = path.filename().string();
    auto name = (folder.parent_path().filename() / folder.filename()).string();
    if (const auto dash = file.find('-'); dash != std::string::npos) {
        name += " (" + file.substr(dash + 1) + ")";
    }
    return name;
}

bool allPassed(const std::vector<CaseResult>& results) {
    return std::ranges::all_of(results, passed);
}

void tell(std::ostream& out, const std::string& exercise,
          const std::vector<CaseResult>& results, bool coloured) {
    const Colours colours =
        coloured ? Colours{"\033[32m", "\033[31m", "\033[1m", "\033[0m"}
                 : Colours{};
    const auto good = std::ranges::count_if(results, passed);
    const auto bad = std::ssize(results) - good;
    if (bad == 0) {
        out << colours.good << "PASS" << colours.plain << "  " << exercise
            << ": " << cases(good) << "\n";
        return;
    }
    const auto first = std::ranges::find_if_not(results, passed);
    out << colours.bad << "FAIL" << colours.plain << "  " << exercise << ": "
        << bad << " of " << cases(std::ssize(results))
        << (bad == 1 ? " does not pass" : " do not pass") << "\n\n"
        << colours.bold << "\"" << first->name << "\" " << colours.plain
        << inWords(first->outcome) << "\n"
        << first->story << "\n";
    if (bad > 1) {
        out << "Not told: " << cases(bad - 1)
            << " more. The first one is the one to work on.\n";
    }
}

void writeJson(std::ostream& out, const std::string& exercise,
               const std::vector<CaseResult>& results) {
    out << "{\"exercise\": " << json(exercise)
        << ", \"passed\": " << (allPassed(results) ? "true" : "false")
        << ", \"cases\": [";
    const char* separator = "";
    for (const auto& result : results) {
        out << separator << "\n  {\"name\": " << json(result.name)
            << ", \"outcome\": " << json(inWords(result.outcome))
            << ", \"story\": " << json(result.story) << "}";
        separator = ",";
    }
    out << "\n]}\n";
}

}  // namespace untwist::check
