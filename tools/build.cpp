#include "build.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "build_output.hpp"
#include "compile_error.hpp"

namespace untwist::tools {

using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

std::string contentsOf(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// Held while a build folder is written to: two terminals may want the same
// chapter at once, and Ninja does not look out for another Ninja. What builds
// has a copy of the descriptor, and the kernel lets go of the lock when the
// last copy is closed: a build that has been cancelled keeps it until it is
// gone.
class BuildLock {
  public:
    explicit BuildLock(const fs::path& file)
        : fd_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
        if (fd_ < 0)
            throw std::runtime_error("cannot write to " + file.string() + ": " +
                                     std::strerror(errno));
    }
    ~BuildLock() { close(fd_); }
    BuildLock(const BuildLock&) = delete;
    BuildLock& operator=(const BuildLock&) = delete;

    int fd() const { return fd_; }
    bool isFree() const { return flock(fd_, LOCK_EX | LOCK_NB) == 0; }

  private:
    int fd_;
};

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

Build::Build(Reactor& reactor, fs::path root, std::string preset,
             std::string option)
    : reactor_(reactor),
      root_(std::move(root)),
      preset_(std::move(preset)),
      option_(std::move(option)),
      folder_(root_ / "build" / preset_) {}

Deferred<bool> Build::make(std::vector<std::string> targets, std::string what,
                           bool all) {
    std::error_code error;
    fs::create_directories(folder_, error);
    const BuildLock lock(folder_ / "untwist-build.lock");
    if (!lock.isFree()) {
        const ProgressLine progress(reactor_, "waiting for another build");
        while (!lock.isFree()) co_await later(reactor_, 20ms);
    }
    if (!isConfigured()) {
        const bool configured = co_await configure(lock.fd());
        if (!configured) co_return false;
    }
    if (!hasOption()) {
        const Argv argv{"cmake", "-D" + option_ + "=ON", folder_.string()};
        const bool set = co_await step(
            argv, "configuring the " + preset_ + " build", lock.fd());
        if (!set) co_return false;
    }
    if (preset_ == "dev") linkCompileCommands(root_);
    const auto build = [&] {
        return step(command(targets, all), "building " + what, lock.fd());
    };
    bool built = co_await build();
    if (!built && removeStaleHeaders()) built = co_await build();
    co_return built;
}

// Deletes all headers that were precompiled: what made one stale has made the
// others stale too. False if that was not why the build failed.
bool Build::removeStaleHeaders() const {
    if (std::ranges::none_of(lines_, isOfStaleHeader)) return false;
    std::error_code ignored;
    for (const auto& entry :
         fs::recursive_directory_iterator(folder_, ignored)) {
        if (entry.path().extension() == ".pch")
            fs::remove(entry.path(), ignored);
    }
    return true;
}

bool Build::isConfigured() const {
    // A folder that was moved has a build that no longer fits.
    const std::string home = cacheEntry(contentsOf(folder_ / "CMakeCache.txt"),
                                        "CMAKE_HOME_DIRECTORY");
    return home == root_ && (fs::exists(folder_ / "build.ninja") ||
                             fs::exists(folder_ / "Makefile"));
}

bool Build::hasOption() const {
    return option_.empty() ||
           cacheEntry(contentsOf(folder_ / "CMakeCache.txt"), option_) == "ON";
}

Deferred<bool> Build::configure(int lock) {
    // The generator and the compilers that the launcher chose.
    const std::string chosen =
        contentsOf(root_ / "build" / "release" / "CMakeCache.txt");
    Argv argv{"cmake", "--preset", preset_, "-S", root_.string()};
    if (const auto generator = cacheEntry(chosen, "CMAKE_GENERATOR");
        !generator.empty())
        argv.insert(argv.end(), {"-G", generator});
    std::string compiler;
    if (preset_ == "dev")
        compiler = cacheEntry(chosen, "UNTWIST_CHECK_COMPILER");
    if (compiler.empty()) compiler = cacheEntry(chosen, "CMAKE_CXX_COMPILER");
    if (!compiler.empty()) argv.push_back("-DCMAKE_CXX_COMPILER=" + compiler);
    std::error_code ignored;
    fs::remove(folder_ / "CMakeCache.txt", ignored);  // of a run cut short
    return step(argv, "configuring the " + preset_ + " build", lock);
}

// Ninja itself where that is known: `cmake --build` would start it too, 20 ms
// later, and a learner waits for each save.
Argv Build::command(const std::vector<std::string>& targets, bool all) const {
    const std::string jobs =
        std::to_string(std::thread::hardware_concurrency());
    const std::string ninja = cacheEntry(contentsOf(folder_ / "CMakeCache.txt"),
                                         "CMAKE_MAKE_PROGRAM");
    const bool isNinja = fs::exists(folder_ / "build.ninja");
    Argv argv;
    if (isNinja && !ninja.empty())
        argv = {ninja, "-C", folder_.string(), "-j", jobs};
    else
        argv = {"cmake",      "--build", folder_.string(),
                "--parallel", jobs,      "--target"};
    argv.insert(argv.end(), targets.begin(), targets.end());
    if (all && argv.front() == "cmake") argv.emplace_back("--");
    if (all) argv.emplace_back(isNinja ? "-k0" : "-k");
    return argv;
}

Deferred<bool> Build::step(Argv argv, std::string what, int lock) {
    std::ofstream log(this->log());
    if (!log)
        throw std::runtime_error("cannot write to " + this->log().string() +
                                 ": " + std::strerror(errno));
    lines_.clear();
    ProgressLine progress(reactor_, what);
    std::string rest;
    const Output onOutput = [&](Bytes bytes) {
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
    };
    StartOptions options;
    options.held = lock;
    const int exitCode = co_await start(reactor_, argv, onOutput, options);
    if (exitCode != 0) failed_ = what;
    co_return exitCode == 0;
}

std::vector<std::string> Build::firstErrorIn(const std::string& own) const {
    return firstError(lines_, own, root_);
}

std::string Build::explanation(const std::string& own, bool full) const {
    std::string text = failed_ + " failed\n\n";
    for (const std::string& line :
         full ? lines_ : firstError(lines_, own, root_))
        text += line + '\n';
    if (!own.empty() && failsOnlyInCheck(lines_, own))
        text += "\nprobably something is left open at the end of " +
                fs::path(own).filename().string() +
                " (a missing } or ;),\nor it lacks a name that the check "
                "uses\n";
    if (full) return text;
    return text + "\nThe whole log: " + asSeenFromHere(log()).string() +
           (own.empty() ? "" : ", or add --full") + '\n';
}

bool built(const Course& course, const std::string& preset,
           const std::vector<std::string>& targets, const std::string& what,
           const std::string& option) {
    bool done = false;
    react([&](Reactor& reactor) -> Deferred<int> {
        Build build(reactor, course.root, preset, option);
        done = co_await build.make(targets, what);
        if (!done) complain(build.explanation());
        co_return 0;
    });
    return done;
}

}  // namespace untwist::tools
