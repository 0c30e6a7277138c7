#include "staged.hpp"

#include <fstream>
#include <stdexcept>

#include "files.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

void removeEmptyFolders(const fs::path& root, fs::path folder) {
    std::error_code notEmpty;
    while (folder != root && fs::remove(folder, notEmpty))
        folder = folder.parent_path();
}

void removeGone(const fs::path& root, const fs::path& list) {
    std::ifstream in(list);
    for (std::string file; std::getline(in, file);) {
        fs::remove(root / file);
        removeEmptyFolders(root, (root / file).parent_path());
    }
}

void moveAll(const fs::path& from, const fs::path& to) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    for (const fs::path& file : files) {
        const fs::path place = to / file.lexically_relative(from);
        fs::create_directories(place.parent_path());
        // Now, and not when it was staged: else a build takes it for old.
        fs::last_write_time(file, fs::file_time_type::clock::now());
        fs::rename(file, place);
    }
}

}  // namespace

fs::path stagingFolder(const fs::path& root) {
    return root / "build" / "upgrade";
}

void stage(const fs::path& root, const UpgradePlan& plan) {
    const fs::path folder = stagingFolder(root);
    fs::create_directories(folder / "new");
    for (const auto& [file, source] : plan.put)
        copyFile(source, folder / "new" / file);
    std::string removed;
    for (const std::string& file : plan.removed) removed += file + '\n';
    writeFile(folder / "removed", removed);
    writeFile(folder / "ready", "");
}

bool putInPlace(const fs::path& root) {
    const fs::path folder = stagingFolder(root);
    if (!fs::exists(folder / "ready")) return false;
    try {
        removeGone(root, folder / "removed");
        moveAll(folder / "new", root);
    } catch (const fs::filesystem_error& error) {
        throw std::runtime_error(
            "the upgrade is not complete, and goes on with the next "
            "./untwist: " +
            error.path1().string() + ": " + error.code().message());
    }
    // The mark goes first: half a folder without it is nothing.
    fs::remove(folder / "ready");
    fs::remove_all(folder);
    return true;
}

}  // namespace untwist::tools
