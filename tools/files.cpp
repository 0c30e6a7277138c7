#include "files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
    throw std::runtime_error("cannot write " + file.string() + ": " + why);
}

// `write` fills a file beside `file`; the error if it cannot.
template <class Write>
void replace(const fs::path& file, Write write) {
    const fs::path beside = file.string() + ".new";
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (!error) error = write(beside);
    if (!error) fs::rename(beside, file, error);
    if (!error) return;
    std::error_code ignored;
    fs::remove(beside, ignored);
    fail(file, error.message());
}

}  // namespace

std::string contentsOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool haveSameContents(const fs::path& a, const fs::path& b) {
    std::error_code none;
    return fs::is_regular_file(a, none) && fs::is_regular_file(b, none) &&
           fs::file_size(a) == fs::file_size(b) &&
           contentsOf(a) == contentsOf(b);
}

void writeFile(const fs::path& file, const std::string& text) {
    replace(file, [&](const fs::path& beside) -> std::error_code {
        errno = 0;
        std::ofstream out(beside, std::ios::binary);
        out << text << std::flush;
        if (out) return {};
        return {errno, std::generic_category()};
    });
}

void copyFile(const fs::path& from, const fs::path& to) {
    replace(to, [&](const fs::path& beside) {
        std::error_code error;
        fs::copy_file(from, beside, fs::copy_options::overwrite_existing,
                      error);
        return error;
    });
}

}  // namespace untwist::tools
