// Files that are there whole or not at all.
#include "support/write_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

using untwist::support::writeFile;
namespace fs = std::filesystem;

namespace {

// A folder of this test's own; gone with it.
struct Folder {
    fs::path path = fs::temp_directory_path() /
                    ("untwist-write-file-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string operator/(const char* name) const { return path / name; }
};

std::string contentsOf(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a file is written, then replaced") {
    const Folder folder;
    const std::string path = folder / "picture.svg";
    writeFile(path, "one");
    CHECK(contentsOf(path) == "one");
    writeFile(path, "two");
    CHECK(contentsOf(path) == "two");
    CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("a folder that is not there is told, by the file's name") {
    const Folder folder;
    const std::string path = folder / "missing/picture.svg";
    CHECK_THROWS_WITH_AS(
        writeFile(path, "x"),
        ("cannot write " + path + ": No such file or directory").c_str(),
        std::runtime_error);
}

TEST_CASE("a folder is not overwritten with a file") {
    const Folder folder;
    CHECK_THROWS_AS(writeFile(folder.path, "x"), std::runtime_error);
    CHECK(fs::is_directory(folder.path));
}

#ifdef __linux__
TEST_CASE("a full disk is told, and a device stays a device") {
    CHECK_THROWS_WITH_AS(writeFile("/dev/full", "x"),
                         "cannot write /dev/full: No space left on device",
                         std::runtime_error);
    CHECK(fs::is_character_file("/dev/full"));
}
#endif
