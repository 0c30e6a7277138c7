// Keeps the code and the output that texts quote equal to the files they come
// from, and sees that the files they link to are there.
//
//   build/dev/tools/untwist-snippets           says what differs; if anything,
//                                              the exit code is 1
//   build/dev/tools/untwist-snippets --write   rewrites the quotes in place
//
// The course is in the current folder, or in the one named last.
//
// A text says <!-- snippet: chapters/03-echo/main.cpp#echo --> and the fence
// that follows holds the lines between "// #region echo" and "// #endregion";
// without #echo, the whole file. <!-- transcript: FILE --> is the same for
// stored output.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

Lines readLines(const fs::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("no such file: " + file.string());
    Lines lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string_view trimmed(std::string_view line) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin);
}

bool opensRegion(std::string_view line) {
    return trimmed(line).starts_with("// #region ");
}

bool closesRegion(std::string_view line) {
    return trimmed(line).starts_with("// #endregion");
}

void removeCommonIndentation(Lines& lines) {
    std::size_t common = std::string::npos;
    for (const std::string& line : lines) {
        if (!trimmed(line).empty())
            common = std::min(common, line.find_first_not_of(' '));
    }
    for (std::string& line : lines)
        line.erase(0, std::min(common, line.size()));
}

// The lines between the region's marks. Regions may nest; marks never show.
Lines region(const Lines& file, const std::string& name) {
    Lines lines;
    int depth = 0;  // 0: not in the region yet
    bool found = false;
    for (const std::string& line : file) {
        if (depth == 0 && trimmed(line) == "// #region " + name) {
            if (found) throw std::runtime_error("two regions " + name);
            found = true;
            depth = 1;
        } else if (depth > 0 && opensRegion(line)) {
            ++depth;
        } else if (depth > 0 && closesRegion(line)) {
            --depth;
        } else if (depth > 0) {
            lines.push_back(line);
        }
    }
    if (!found) throw std::runtime_error("no region " + name);
    if (depth > 0) throw std::runtime_error("region " + name + " never ends");
    removeCommonIndentation(lines);
    return lines;
}

// What the fence after `<!-- snippet: reference -->` has to hold.
Lines quoted(const fs::path& root, const std::string& reference) try {
    const auto hash = reference.find('#');
    Lines lines = readLines(root / reference.substr(0, hash));
    if (hash != std::string::npos)
        return region(lines, reference.substr(hash + 1));
    std::erase_if(lines, [](const std::string& line) {
        return opensRegion(line) || closesRegion(line);
    });
    return lines;
} catch (const std::runtime_error& error) {
    throw std::runtime_error(reference + ": " + error.what());
}

std::optional<std::string> referenceIn(const std::string& line) {
    static const std::regex mark(
        R"(^\s*<!-- (?:snippet|transcript): (\S+) -->\s*$)");
    std::smatch match;
    if (std::regex_match(line, match, mark)) return match[1].str();
    // A slip in the comment must not turn the check off.
    const std::string_view text = trimmed(line);
    if (text.starts_with("<!--") &&
        (text.find("snippet:") != std::string_view::npos ||
         text.find("transcript:") != std::string_view::npos))
        throw std::runtime_error("not understood: " + line);
    return {};
}

// The relative links of a line that lead nowhere, seen from `folder`.
Lines deadLinksIn(const std::string& line, const fs::path& folder) {
    static const std::regex link(R"(\]\(([^)#\s]+)[^)]*\))");
    static const std::regex code("`[^`]*`");
    const std::string text = std::regex_replace(line, code, "");
    Lines dead;
    const auto end = std::sregex_iterator();
    for (std::sregex_iterator i(text.begin(), text.end(), link); i != end;
         ++i) {
        const std::string target = (*i)[1];
        const bool elsewhere = target.find("://") != std::string::npos;
        if (!elsewhere && !fs::exists(folder / target)) dead.push_back(target);
    }
    return dead;
}

// The backticks that open a fence, or nothing.
std::string_view fenceOf(std::string_view line) {
    const std::string_view text = trimmed(line);
    const std::size_t ticks =
        std::min(text.find_first_not_of('`'), text.size());
    return ticks >= 3 ? text.substr(0, ticks) : std::string_view{};
}

// Copies a text with each quote as it should be, and notes what differed.
class Correction {
  public:
    // The text is in a file of `folder`.
    Correction(const fs::path& root, const fs::path& folder, const Lines& text);

    const Lines& lines() const { return lines_; }  // as they should be
    const Lines& mistakes() const { return mistakes_; }
    int quotes() const { return quotes_; }

  private:
    // Both return the index of the last line that they took in.
    std::size_t plainLine(std::size_t i);
    std::size_t fence(std::size_t i, std::string_view ticks);

    Lines body(std::size_t i, Lines written);
    void mistake(std::size_t i, const std::string& what);

    const fs::path& root_;
    const fs::path& folder_;
    const Lines& text_;
    Lines lines_;
    Lines mistakes_;
    int quotes_ = 0;
    std::optional<std::string> awaited_;  // the mark that needs a fence next
};

Correction::Correction(const fs::path& root, const fs::path& folder,
                       const Lines& text)
    : root_(root), folder_(folder), text_(text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view ticks = fenceOf(text[i]);
        i = ticks.empty() ? plainLine(i) : fence(i, ticks);
    }
    if (awaited_) mistake(text.size(), "no fence follows " + *awaited_);
}

std::size_t Correction::plainLine(std::size_t i) {
    lines_.push_back(text_[i]);
    if (awaited_) mistake(i, "no fence follows " + *awaited_);
    awaited_.reset();
    for (const std::string& link : deadLinksIn(text_[i], folder_))
        mistake(i, "there is no " + link);
    try {
        awaited_ = referenceIn(text_[i]);
    } catch (const std::runtime_error& error) {
        mistake(i, error.what());
    }
    return i;
}

std::size_t Correction::fence(std::size_t i, std::string_view ticks) {
    std::size_t end = i + 1;
    while (end < text_.size() && trimmed(text_[end]) != ticks) ++end;
    const auto at = [&](std::size_t line) {
        return text_.begin() + static_cast<std::ptrdiff_t>(line);
    };
    lines_.push_back(text_[i]);
    const Lines right = body(i, {at(i + 1), at(end)});
    lines_.insert(lines_.end(), right.begin(), right.end());
    if (end == text_.size())
        mistake(i, "this fence never ends");
    else
        lines_.push_back(text_[end]);
    return end;
}

Lines Correction::body(std::size_t i, Lines written) {
    if (!awaited_) return written;
    const std::string reference = *awaited_;
    awaited_.reset();
    ++quotes_;
    try {
        Lines right = quoted(root_, reference);
        if (written != right) mistake(i, "differs from " + reference);
        return right;
    } catch (const std::runtime_error& error) {
        mistake(i, error.what());
        return written;
    }
}

void Correction::mistake(std::size_t i, const std::string& what) {
    mistakes_.push_back(std::to_string(i + 1) + ": " + what);
}

// README.md, docs/*.md, chapters/*/README.md, exercises/*/*/README.md.
std::vector<fs::path> allTexts(const fs::path& root) {
    std::vector<fs::path> texts{root / "README.md"};
    for (const auto& entry : fs::directory_iterator(root / "docs")) {
        if (entry.path().extension() == ".md") texts.push_back(entry.path());
    }
    for (const fs::path& top : {root / "chapters", root / "exercises"}) {
        for (const auto& entry : fs::recursive_directory_iterator(top)) {
            if (entry.path().filename() == "README.md")
                texts.push_back(entry.path());
        }
    }
    std::erase_if(texts,
                  [](const fs::path& text) { return !fs::exists(text); });
    std::sort(texts.begin(), texts.end());
    return texts;
}

void writeLines(const fs::path& file, const Lines& lines) {
    std::ofstream out(file);
    for (const std::string& line : lines) out << line << '\n';
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

// Returns how many mistakes there are, after mending what can be mended.
std::size_t checkText(const fs::path& root, const fs::path& file, bool write,
                      int& quotes) {
    const std::string name = fs::relative(file, root).string();
    const fs::path folder = file.parent_path();
    Lines text = readLines(file);
    if (write) {
        const Lines right = Correction(root, folder, text).lines();
        if (right != text) {
            writeLines(file, right);
            std::cout << "rewrote " << name << '\n';
        }
        text = right;
    }
    const Correction correction(root, folder, text);
    quotes += correction.quotes();
    for (const std::string& mistake : correction.mistakes())
        std::cout << name << ':' << mistake << '\n';
    return correction.mistakes().size();
}

int checkAll(const fs::path& root, bool write) {
    int quotes = 0;
    std::size_t mistakes = 0;
    const std::vector<fs::path> texts = allTexts(root);
    for (const fs::path& file : texts)
        mistakes += checkText(root, file, write, quotes);
    std::cout << quotes << " quotes in " << texts.size() << " texts, "
              << mistakes << " mistakes\n";
    if (mistakes > 0 && !write)
        std::cout
            << "build/dev/tools/untwist-snippets --write mends the quotes\n";
    return mistakes == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<std::string> words(argv + 1, argv + argc);
    const bool write = std::erase(words, "--write") > 0;
    if (words.size() > 1 || (!words.empty() && words[0].starts_with('-'))) {
        std::cerr << "usage: untwist-snippets [--write] [COURSE]\n";
        return 2;
    }
    return checkAll(words.empty() ? "." : words[0], write);
} catch (const std::exception& error) {
    std::cerr << "untwist-snippets: " << error.what() << '\n';
    return 1;
}
