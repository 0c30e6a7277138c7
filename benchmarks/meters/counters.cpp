#include "meters/counters.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cctype>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace untwist::meters {

namespace fs = std::filesystem;

std::uint64_t sum(const Counts& counts) {
    std::uint64_t all = 0;
    for (const auto& [name, count] : counts) all += count;
    return all;
}

std::optional<std::string> findProgram(const std::string& name) {
    const char* const path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    std::string folder;
    while (std::getline(folders, folder, ':')) {
        const auto file = fs::path(folder) / name;
        if (::access(file.c_str(), X_OK) == 0) return file.string();
    }
    return {};
}

namespace {

std::string need(const std::string& name) {
    if (auto path = findProgram(name)) return *path;
    throw std::runtime_error(name + " is not installed");
}

}  // namespace

TemporaryFile::TemporaryFile()
    : path_(fs::temp_directory_path() / "untwist-bench-XXXXXX") {
    const int made = ::mkstemp(path_.data());
    if (made < 0) throw std::runtime_error("cannot write to " + path_);
    ::close(made);
}

TemporaryFile::~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
}

// --- System calls ---

SystemCalls::SystemCalls(pid_t process)
    : strace_({need("strace"), "--follow-forks", "--summary-only",
               "--summary-columns=name,calls", "--output=" + report_.path(),
               "--attach=" + std::to_string(process)}) {
    strace_.readErrorsUntil("attached");
}

// strace's table: a heading, lines of "NAME CALLS", and the total.
Counts SystemCalls::stop() {
    strace_.signal(SIGINT);
    strace_.wait();
    std::ifstream lines(report_.path());
    Counts counts;
    std::string name;
    std::string count;
    while (lines >> name >> count) {
        const bool isCount = std::isdigit(count.front()) != 0;
        if (isCount && name != "total") counts[name] = std::stoull(count);
    }
    return counts;
}

// --- Instructions ---

namespace {

std::vector<std::string> underValgrind(const std::vector<std::string>& argv,
                                       const std::string& report) {
    std::vector<std::string> all{
        need("valgrind"), "--quiet", "--tool=callgrind",
        "--callgrind-out-file=" + report, "--compress-strings=no"};
    all.insert(all.end(), argv.begin(), argv.end());
    return all;
}

// A report has lines "fn=NAME", each followed by lines of what that function
// ran: a place in its source and a number. The line after "calls=" is what one
// that it called ran, and counts there.
Counts byFunction(const std::string& file) {
    std::ifstream lines(file);
    Counts counts;
    std::string line;
    std::string function;
    while (std::getline(lines, line)) {
        if (line.starts_with("fn=")) {
            function = line.substr(3);
        } else if (line.starts_with("calls=")) {
            std::getline(lines, line);
        } else if (!function.empty() &&
                   line.find_first_of("0123456789+-*") == 0) {
            counts[function] += std::stoull(line.substr(line.find(' ')));
        }
    }
    return counts;
}

}  // namespace

Instructions::Instructions(const std::vector<std::string>& argv)
    : program_(underValgrind(argv, report_.path())) {}

Instructions::~Instructions() {
    std::error_code ignored;
    for (int i = 1; i <= reports_; ++i) {
        fs::remove(report_.path() + "." + std::to_string(i), ignored);
    }
}

void Instructions::command(const std::string& name) {
    support::Program control(
        {need("vgdb"), "--pid=" + std::to_string(program_.pid()), name});
    if (control.wait() != 0) {
        throw std::runtime_error("vgdb " + name + ": " + control.errors());
    }
}

Counts Instructions::read() {
    command("dump");
    return byFunction(report_.path() + "." + std::to_string(++reports_));
}

// --- Allocations ---

Allocations::Allocations(std::string library) : library_(std::move(library)) {
    fs::resize_file(file_.path(), sizeof *counter_);
    const int descriptor = ::open(file_.path().c_str(), O_RDONLY | O_CLOEXEC);
    void* const mapped =
        ::mmap(nullptr, sizeof *counter_, PROT_READ, MAP_SHARED, descriptor, 0);
    ::close(descriptor);
    if (mapped == MAP_FAILED) {
        throw std::runtime_error("cannot map " + file_.path());
    }
    counter_ = static_cast<std::uint64_t*>(mapped);
}

Allocations::~Allocations() { ::munmap(counter_, sizeof *counter_); }

std::vector<std::string> Allocations::environment() const {
    return {"LD_PRELOAD=" + library_, "UNTWIST_ALLOCATIONS=" + file_.path()};
}

std::uint64_t Allocations::read() const {
    return __atomic_load_n(counter_, __ATOMIC_RELAXED);
}

}  // namespace untwist::meters
