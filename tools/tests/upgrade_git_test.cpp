// ./untwist upgrade of a clone, from the repository that it was cloned from.
#include <doctest/doctest.h>

#include <cstdlib>

#include "git.hpp"
#include "two_courses.hpp"

namespace tools = untwist::tools;

using tools::Git;
using tools::Outcome;
using tools::TwoCourses;

namespace {

bool hasGit() {
    if (std::system("git --version >/dev/null 2>&1") == 0) return true;
    MESSAGE("left out: there is no git");
    return false;
}

// The older course in "upstream", cloned to "mine"; then the newer one there.
class Clone : public TwoCourses {
  public:
    Clone() {
        shell(
            "mv mine upstream && cd upstream && git init -q . && " + kCommit +
            " && cd .. && git clone -q upstream mine && "
            "cd mine && git config user.name me && "
            "git config user.email me@example.com && cd .. && "
            "mv upstream/.git newer && rm -r upstream && mv newer upstream && "
            "cp -r upstream newer && rm -rf newer/.git && cd upstream && " +
            kCommit);
    }
    void shell(const std::string& command) const {
        const std::string here = "cd '" + path().string() + "' && ";
        REQUIRE(std::system(
                    (here + "{ " + command + "; } >log 2>&1").c_str()) == 0);
    }
    Git git() const { return Git(path() / "mine"); }
    std::string status() const { return git().ask({"status", "--porcelain"}); }

    static inline const std::string kCommit =
        "git add -A && git -c user.name=teacher -c user.email=t@example.com "
        "commit -qm course";
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a clone with answers is upgraded as if it had pulled") {
    if (!hasGit()) return;
    const Clone clone;
    clone.answer("one");
    const Outcome outcome = clone.upgrade("");
    CAPTURE(outcome.told);
    CHECK(contains(outcome.told, "Taking the course from origin, "));
    CHECK(clone.isUpgraded());
    CHECK(clone.answerTo("one") == "my one\n");
    CHECK(clone.status() == " M exercises/03-echo/one/one.hpp");
    CHECK(clone.git().ask({"rev-parse", "HEAD"}) ==
          clone.git().ask({"rev-parse", "FETCH_HEAD"}));
    CHECK(contains(clone.upgrade("git").told, "Nothing to do: "));
}

TEST_CASE("changes to other files are put aside and told by name") {
    if (!hasGit()) return;
    const Clone clone;
    clone.write("mine/docs/old.md", "with my notes\n");
    clone.write("mine/untracked.txt", "mine\n");
    const Outcome outcome = clone.upgrade("git");
    CHECK(contains(outcome.told, "of these you had changed: docs/old.md\n"));
    CHECK(contains(clone.backup(), "/docs/old.md: with my notes\n"));
    CHECK(clone.read("mine/untracked.txt") == "mine\n");
}

TEST_CASE("commits of the learner's own are merged, not lost") {
    if (!hasGit()) return;
    const Clone clone;
    clone.answer("two");
    clone.shell("cd mine && git commit -qam mine");
    const std::string own = clone.git().ask({"rev-parse", "HEAD"});
    const Outcome outcome = clone.upgrade("git");
    CAPTURE(outcome.told);
    CHECK(contains(outcome.told, "git add -A && git commit makes the merge."));
    CHECK(clone.isUpgraded());
    CHECK(contains(clone.upgrade("git").told, "in the middle of a merge"));

    clone.shell("cd mine && git add -A && git commit -qm merged");
    CHECK(clone.git().ask({"rev-parse", "HEAD^1"}) == own);
    CHECK(clone.git().ask({"rev-parse", "HEAD^2"}) ==
          clone.git().ask({"rev-parse", "FETCH_HEAD"}));
    CHECK(clone.status().empty());
    CHECK(contains(clone.upgrade("git").told, "Nothing to do: "));
}

TEST_CASE("files in place, but git not told: the next time makes up for it") {
    if (!hasGit()) return;
    const Clone clone;
    clone.shell(
        "cp -r newer/. mine/ && rm -r mine/docs/old.md "
        "mine/exercises/03-echo/gone mine/solutions/03-echo/gone");
    CHECK(contains(clone.upgrade("git").told, "Nothing to do: "));
    CHECK(clone.status().empty());
}

TEST_CASE("a remote that cannot be reached is one line") {
    if (!hasGit()) return;
    const Clone clone;
    clone.shell("mv upstream elsewhere");
    const std::string before = clone.everything();
    const Outcome outcome = clone.upgrade("git");
    CHECK(outcome.exitCode == 99);
    CHECK(outcome.told.starts_with("git fetch: "));
    CHECK(outcome.told.find('\n') == std::string::npos);
    CHECK(clone.everything() == before);
    CHECK(contains(clone.upgrade("nonsense").told, "git fetch: "));
}
