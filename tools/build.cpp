#include "build.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "build_output.hpp"
#include "process.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

std::string contentsOf(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// Held while a build folder is written to: two terminals may want the same
// chapter at once, and Ninja does not look out for another Ninja. The kernel
// lets go of it when we end, however we end.
class BuildLock {
  public:
    explicit BuildLock(const fs::path& file);
    ~BuildLock() { close(fd_); }
    BuildLock(const BuildLock&) = delete;
    BuildLock& operator=(const BuildLock&) = delete;

  private:
    int fd_;
};

BuildLock::BuildLock(const fs::path& file)
    : fd_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (fd_ < 0)
        throw std::runtime_error("cannot write to " + file.string() + ": " +
                                 std::strerror(errno));
    if (flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
    std::cerr << "waiting for another ./untwist to finish building\n";
    while (flock(fd_, LOCK_EX) != 0 && errno == EINTR) checkInterrupted();
}

// So that an editor finds how each file is compiled.
void linkCompileCommands(const fs::path& root) {
    std::error_code ignored;  // an editor's comfort is not worth an error
    const fs::path link = root / "compile_commands.json";
    if (!fs::exists(link, ignored)) {
        fs::remove(link, ignored);
        fs::create_symlink("build/dev/compile_commands.json", link, ignored);
    }
}

}  // namespace

Build::Build(fs::path root, std::string preset)
    : root_(std::move(root)),
      preset_(std::move(preset)),
      folder_(root_ / "build" / preset_) {}

bool Build::make(const std::vector<std::string>& targets,
                 const std::string& what) {
    return build(targets, what, {});
}

bool Build::makeAll(const std::vector<std::string>& targets,
                    const std::string& what) {
    // Of another than Ninja, `make -k` is what there is.
    const bool isNinja = !fs::exists(folder_ / "Makefile");
    return build(targets, what, {"--", isNinja ? "-k0" : "-k"});
}

bool Build::build(const std::vector<std::string>& targets,
                  const std::string& what,
                  const std::vector<std::string>& options) {
    std::error_code error;
    fs::create_directories(folder_, error);
    const BuildLock lock(folder_ / "untwist-build.lock");
    if (!isConfigured() && !configure()) return false;
    std::vector<std::string> argv{"cmake", "--build", folder_.string(),
                                  "--target"};
    argv.insert(argv.end(), targets.begin(), targets.end());
    argv.insert(
        argv.end(),
        {"--parallel", std::to_string(std::thread::hardware_concurrency())});
    argv.insert(argv.end(), options.begin(), options.end());
    if (preset_ == "dev") linkCompileCommands(root_);
    ProgressLine progress("building");
    return step(argv, "building " + what, progress);
}

bool Build::isConfigured() const {
    // A folder that was moved has a build that no longer fits.
    const std::string home = cacheEntry(contentsOf(folder_ / "CMakeCache.txt"),
                                        "CMAKE_HOME_DIRECTORY");
    return home == root_ && (fs::exists(folder_ / "build.ninja") ||
                             fs::exists(folder_ / "Makefile"));
}

bool Build::configure() {
    // The generator and the compiler that the launcher chose for the tool.
    const std::string chosen =
        contentsOf(root_ / "build" / "release" / "CMakeCache.txt");
    std::vector<std::string> argv{"cmake", "--preset", preset_, "-S",
                                  root_.string()};
    if (const auto generator = cacheEntry(chosen, "CMAKE_GENERATOR");
        !generator.empty())
        argv.insert(argv.end(), {"-G", generator});
    if (const auto compiler = cacheEntry(chosen, "CMAKE_CXX_COMPILER");
        !compiler.empty())
        argv.push_back("-DCMAKE_CXX_COMPILER=" + compiler);
    std::error_code ignored;
    fs::remove(folder_ / "CMakeCache.txt", ignored);  // of a run cut short
    const std::string what = "configuring the " + preset_ + " build";
    ProgressLine progress(what);
    progress.show(what);
    return step(argv, what, progress);
}

bool Build::step(const std::vector<std::string>& argv, const std::string& what,
                 ProgressLine& progress) {
    std::ofstream log(this->log());
    if (!log)
        throw std::runtime_error("cannot write to " + this->log().string() +
                                 ": " + std::strerror(errno));
    lines_.clear();
    std::string rest;
    const auto onOutput = [&](std::string_view bytes) {
        log << bytes;
        rest += bytes;
        for (auto end = rest.find('\n'); end != std::string::npos;
             end = rest.find('\n')) {
            lines_.push_back(rest.substr(0, end));
            rest.erase(0, end + 1);
            const std::string count = progressOf(lines_.back());
            if (count.empty()) continue;
            progress.show(
                isOfLibrary(lines_.back()) ? "building the library" : what,
                count);
        }
        progress.tick();
    };
    if (capture(argv, onOutput) == 0) return true;
    failed_ = what;
    return false;
}

std::vector<std::string> Build::firstErrorIn(const std::string& own) const {
    return firstError(lines_, own);
}

void Build::explain(const std::string& own) const {
    std::cerr << "untwist: " << failed_ << " failed\n\n";
    for (const std::string& line : firstError(lines_, own))
        std::cerr << line << '\n';
    if (!own.empty() && failsOnlyInCheck(lines_, own))
        std::cerr << "\nprobably something is left open at the end of "
                  << fs::path(own).filename().string()
                  << " (a missing } or ;),\nor it lacks a name that the check "
                     "uses\n";
    std::cerr << "\nthe whole log: " << asSeenFromHere(log()).string() << '\n';
}

}  // namespace untwist::tools
