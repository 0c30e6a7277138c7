#include "git.hpp"

#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "process.hpp"

namespace untwist::tools {

namespace {

void stripNewlines(std::string& text) {
    text.erase(text.find_last_not_of('\n') + 1);
}

}  // namespace

Git::Git(std::filesystem::path root) : root_(std::move(root)) {}

bool Git::isClone() const { return std::filesystem::exists(root_ / ".git"); }

int Git::run(const std::vector<std::string>& words, std::string& output) const {
    Argv argv{"git", "-C", root_.string()};
    argv.insert(argv.end(), words.begin(), words.end());
    return capture(argv, [&](std::string_view bytes) { output += bytes; });
}

std::string Git::ask(const std::vector<std::string>& words) const {
    std::string output;
    const int exitCode = run(words, output);
    stripNewlines(output);
    if (exitCode == 0) return output;
    throw std::runtime_error("git " + words.front() + ": " +
                             output.substr(output.rfind('\n') + 1));
}

std::vector<std::string> Git::names(
    const std::vector<std::string>& words) const {
    std::istringstream output(ask(words));
    std::vector<std::string> names;
    for (std::string name; std::getline(output, name, '\0');)
        names.push_back(name);
    return names;
}

bool Git::agrees(const std::vector<std::string>& words) const {
    std::string ignored;
    return run(words, ignored) == 0;
}

}  // namespace untwist::tools
