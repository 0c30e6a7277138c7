// Disks that are full, folders that are locked, files that are no files: the
// learner is told, and what was noted before is still there.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include "diary.hpp"
#include "support/program.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

using untwist::support::Program;
using untwist::tools::Diary;
using untwist::tools::TemporaryFolder;

namespace {

const std::string kLine =
    "{\"at\":1,\"event\":\"failed\",\"exercise\":\"a/b\"}\n";

// Why a note cannot be made; empty if it can.
std::string refusal(const fs::path& folder) {
    try {
        Diary(folder).add("a/b", "passed");
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// No file grows beyond `bytes` while this lives, as on a disk that fills up.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes)
        : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    void (*handler_)(int);
    rlimit before_{};
};

// Root may write anywhere; this is nobody in particular.
class OrdinaryUser {
  public:
    OrdinaryUser() { is(seteuid(geteuid() == 0 ? 65534 : geteuid())); }
    ~OrdinaryUser() { is(seteuid(getuid())); }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

  private:
    static void is(int result) { REQUIRE(result == 0); }
};

// What ./untwist prints to standard error with such a folder.
std::string complaint(const fs::path& folder) {
    Program program({UNTWIST_TOOL}, {"UNTWIST_STATE=" + folder.string()});
    CHECK(program.wait() == 0);
    return program.errors();
}

}  // namespace

TEST_CASE("where the disk is full a note is refused, and the rest stays") {
    const TemporaryFolder folder;
    folder.write("diary", kLine);
    for (const rlim_t more : {0, 1, 20}) {
        CAPTURE(more);
        const FileSizeLimit limit(kLine.size() + more);
        CHECK(contains(refusal(folder.path()), "could not be noted in "));
        CHECK(folder.read("diary") == kLine);
    }
    CHECK(refusal(folder.path()).empty());
}

TEST_CASE("a device without space says so") {
    const TemporaryFolder folder;
    fs::create_symlink("/dev/full", folder.path() / "diary");
    CHECK(contains(refusal(folder.path()), "/diary: No space left on device"));
}

TEST_CASE("a folder that is read-only is named, and what is in it is read") {
    const TemporaryFolder folder;
    folder.write("state/diary", kLine);
    const fs::path state = folder.path() / "state";
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(state, fs::perms(0555));
    fs::permissions(state / "diary", fs::perms(0444));
    {
        const OrdinaryUser user;
        CHECK(Diary(state).entries().size() == 1);
        CHECK(contains(refusal(state), "/diary: Permission denied"));
    }
    fs::permissions(state / "diary", fs::perms(0));
    {
        const OrdinaryUser user;
        CHECK(contains(Diary(state).trouble(), "Permission denied"));
    }
    fs::permissions(state, fs::perms(0755));
}

TEST_CASE("a folder where the diary should be, or a file, is told in a line") {
    const TemporaryFolder folder;
    fs::create_directories(folder.path() / "one/diary");
    folder.write("two", "");
    CHECK(contains(refusal(folder.path() / "one"), "Is a directory"));
    CHECK(contains(refusal(folder.path() / "two"), "Not a directory"));
    for (const char* name : {"one", "two"}) {
        const std::string told = complaint(folder.path() / name);
        CHECK(told.starts_with("untwist: your progress could not be read"));
        CHECK(told.find('\n') == told.size() - 1);
    }
}

TEST_CASE("times that no clock shows are no entries") {
    const TemporaryFolder folder;
    std::string diary = kLine;
    for (const char* at : {"-9223372036854775808", "9223372036854775807",
                           "1e300", "99999999999999999999", "null", "{}"})
        diary += std::string("{\"at\":") + at +
                 ",\"event\":\"failed\",\"exercise\":\"a/b\"}\n";
    folder.write("diary", diary);
    CHECK(Diary(folder.path()).entries().size() == 1);
}

TEST_CASE("lines that are no entries are counted in one line") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "diary").string();
    folder.write("diary", kLine);
    CHECK(complaint(folder.path()).empty());
    folder.write("diary", kLine + "garbage\n");
    CHECK(complaint(folder.path()) ==
          "untwist: 1 line of " + file + " is no entry; the others count\n");
    folder.write("diary", "garbage\n\xff\n" + kLine + "{}\n");
    CHECK(complaint(folder.path()) ==
          "untwist: 3 lines of " + file +
              " are no entries; the others count\n");
}

TEST_CASE("blocks of zeros that a power cut left cost nothing else") {
    const TemporaryFolder folder;
    folder.write("diary", kLine + std::string(4096, '\0'));
    Diary(folder.path()).add("a/b", "passed");
    CHECK(Diary(folder.path()).entries().size() == 2);
}
