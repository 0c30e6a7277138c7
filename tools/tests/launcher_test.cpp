// The launcher on machines that lack something: a PATH of our own says what
// there is. Nothing is installed and nothing is compiled.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "support/program.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

using untwist::support::Program;
using untwist::tools::TemporaryFolder;

namespace {

// A copy of the launcher in a folder with a space in its name, and bin/ with
// the commands that every system has.
class Machine : public TemporaryFolder {
  public:
    Machine() {
        fs::copy(UNTWIST_SOURCE_DIR "/untwist", path() / "untwist");
        write("tools/help.txt", "the help\n");
        fs::create_directory(path() / "bin");
        for (const char* command :
             {"bash", "cat", "cp", "cut", "df", "dirname", "env", "find",
              "grep", "head", "ls", "mkdir", "mv", "rm", "sleep", "tail",
              "touch"})
            link(command);
        writeScript("bin/id", "echo 1000\n");
    }

    // A compiler that finds every header, a CMake and a Ninja.
    void addBuildTools() const {
        writeScript("bin/c++", "echo __clang_major__ 12\n");
        writeScript("bin/ninja", "");
        writeScript("bin/cmake",
                    "[ \"$1\" = --version ] && echo cmake version 3.25.1 && "
                    "exit\n"
                    "for i in {1..30}; do echo line $i; done; exit 1\n");
    }

    // A Clang beside the compiler, whose programs print `report` when they run,
    // and a CMake that tells what it was given.
    void addClang(const std::string& report) const {
        writeScript("program", "echo '" + report + "'; exit 1\n");
        writeScript("bin/clang++",
                    "case $* in *-E*) echo 16 __GNUC__; exit ;; esac\n"
                    "for last; do :; done\n"
                    "cp \"${0%/*}/../program\" \"$last\"\n");
        writeScript("bin/cmake",
                    "[ \"$1\" = --version ] && echo cmake version 3.25.1 && "
                    "exit\necho \"$*\"; exit 1\n");
    }

    // A tool that is newer than its sources: nothing is left to do.
    void addTool() const {
        writeScript("build/release/tools/untwist-tool",
                    "printf '<%s>' \"$@\"; exit 7\n");
        write("build/release/untwist-tool.stamp", path().string() + '\n');
    }

    Program start(std::vector<std::string> words) const {
        const std::string bin = (path() / "bin").string();
        words.insert(words.begin(), {(path() / "bin/bash").string(),
                                     (path() / "untwist").string()});
        return Program(words, {"PATH=" + bin, "CXX=" + cxx});
    }

    int run(const std::vector<std::string>& words) {
        Program program = start(words);
        const int exitCode = program.wait();
        output = program.output();
        errors = program.errors();
        return exitCode;
    }

    bool complains(const std::string& text) const {
        return errors.find(text) != std::string::npos;
    }

    std::string cxx;  // what the environment says
    std::string output;
    std::string errors;

  private:
    void link(const std::string& command) const {
        for (const char* folder : {"/bin/", "/usr/bin/"}) {
            if (!fs::exists(folder + command)) continue;
            fs::create_symlink(folder + command, path() / "bin" / command);
            return;
        }
    }
};

}  // namespace

TEST_CASE("a tool that is up to date is started with the words as they are") {
    Machine machine;
    machine.addTool();
    CHECK(machine.run({"run", "3", "two words", ""}) == 7);
    CHECK(machine.output == "<run><3><two words><>");
    CHECK(machine.errors == "");
    CHECK(machine.run({"--yes", "test"}) == 7);
    CHECK(machine.output == "<test>");
}

TEST_CASE("a tool whose source changed, or that was moved, is built again") {
    Machine machine;
    machine.addTool();
    machine.write("cmake/Anything.cmake", "");
    const auto now = fs::file_time_type::clock::now();
    const fs::path stamp = machine.path() / "build/release/untwist-tool.stamp";
    fs::last_write_time(stamp, now - std::chrono::hours(1));
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("missing"));

    fs::last_write_time(stamp, now + std::chrono::hours(1));
    CHECK(machine.run({"list"}) == 7);
    machine.write("build/release/untwist-tool.stamp", "/elsewhere\n");
    fs::last_write_time(stamp, now + std::chrono::hours(1));
    CHECK(machine.run({"list"}) == 1);
}

TEST_CASE(
    "an upgrade that was cut short is ended first, by the tool as it is") {
    Machine machine;
    machine.addTool();
    machine.writeScript("build/release/tools/untwist-tool",
                        "echo \"$*\"; rm -f \"${0%/*}\"/../../upgrade/ready\n");
    machine.write("build/release/untwist-tool.stamp",
                  machine.path().string() + '\n');
    machine.write("build/upgrade/ready", "");
    CHECK(machine.run({"list"}) == 0);
    CHECK(machine.output == "upgrade --continue\nlist\n");
    CHECK(machine.run({"list"}) == 0);
    CHECK(machine.output == "list\n");
}

TEST_CASE("help is there before anything is set up") {
    Machine machine;
    CHECK(machine.run({"--help"}) == 0);
    CHECK(machine.output == "the help\n");
    CHECK(!fs::exists(machine.path() / "build"));
}

TEST_CASE("help for a command is the tool's") {
    Machine machine;
    CHECK(machine.run({"help", "check"}) == 1);
    CHECK(machine.complains("a C++20 compiler"));
}

TEST_CASE("without a compiler and a package manager it says what is missing") {
    Machine machine;
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("a C++20 compiler: GCC 12 or newer"));
    CHECK(machine.complains("CMake 3.22 or newer"));
    CHECK(machine.complains("No package manager"));
    CHECK(machine.output == "");
}

TEST_CASE("a compiler that is too old counts as missing") {
    Machine machine;
    machine.addBuildTools();
    machine.writeScript("bin/c++", "echo __clang_major__ 11\n");
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("a C++20 compiler"));
    CHECK(!machine.complains("CMake 3.22"));
}

TEST_CASE("checks are compiled by a Clang whose sanitizers tell mistakes") {
    Machine machine;
    machine.addBuildTools();
    const std::string bin = (machine.path() / "bin").string();
    const auto compilers = [&](const std::string& tool,
                               const std::string& check) {
        return machine.read("build/release/untwist-setup.log")
                   .find("-DCMAKE_CXX_COMPILER=" + bin + tool +
                         " -DUNTWIST_CHECK_COMPILER=" + bin + check + "\n") !=
               std::string::npos;
    };
    machine.addClang("#0 0x4f in main mistake.cpp:2");
    CHECK(machine.run({"list"}) == 1);
    CHECK(compilers("/c++", "/clang++"));

    machine.cxx = "c++";
    CHECK(machine.run({"list"}) == 1);
    CHECK(compilers("/c++", "/c++"));

    machine.cxx = "";
    machine.addClang("#0 0x4f (mistake+0x22631d)");
    CHECK(machine.run({"list"}) == 1);
    CHECK(compilers("/c++", "/c++"));

    machine.writeScript("bin/clang++",
                        "case $* in *-E*) echo 16 __GNUC__ ;; *) exit 1 ;; "
                        "esac\n");
    CHECK(machine.run({"list"}) == 1);
    CHECK(compilers("/c++", "/c++"));
}

TEST_CASE("who may not install is told the one command that does") {
    Machine machine;
    machine.writeScript("bin/apt-get", "touch \"${0%/*}/../called\"\n");
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("sudo apt-get install"));
    CHECK(machine.complains("g++ mold "));  // on Debian 12 a Clang, too
    CHECK(
        machine.complains("libasio-dev doctest-dev libcli11-dev "
                          "nlohmann-json3-dev cmake ninja-build"));
    CHECK(!machine.complains("installing"));
    CHECK(!fs::exists(machine.path() / "called"));
}

TEST_CASE("root without a terminal installs, and so does --yes") {
    Machine machine;
    const std::string recorder = "echo \"$0 $*\" >>\"${0%/*}/../calls\"\n";
    machine.writeScript("bin/apt-get", recorder);
    machine.writeScript("bin/sudo", recorder);

    machine.writeScript("bin/id", "echo 0\n");
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("still missing"));
    CHECK(machine.read("calls").find("/apt-get install -y") !=
          std::string::npos);
    CHECK(machine.read("calls").find("sudo") == std::string::npos);

    machine.writeScript("bin/id", "echo 1000\n");
    CHECK(machine.run({"--yes", "list"}) == 1);
    CHECK(machine.read("calls").find("/sudo apt-get install -y") !=
          std::string::npos);
}

TEST_CASE("a failed step shows its last lines and where the log is") {
    Machine machine;
    machine.addBuildTools();
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("untwist: configuring failed"));
    CHECK(machine.complains("line 30\n"));
    CHECK(!machine.complains("line 5\n"));
    CHECK(machine.complains("build/release/untwist-setup.log"));
    CHECK(machine.read("build/release/untwist-setup.log").find("line 5\n") !=
          std::string::npos);
    CHECK(!fs::exists(machine.path() / "build/release/untwist-tool.stamp"));
}

TEST_CASE("a build folder that cannot be written to is one clear line") {
    Machine machine;
    machine.addBuildTools();
    machine.write("build", "a file in the way");
    CHECK(machine.run({"list"}) == 1);
    CHECK(machine.complains("untwist: cannot write to "));
    CHECK(machine.errors.find('\n') == machine.errors.size() - 1);
}

TEST_CASE("Ctrl-C ends a step and what it started, with exit code 130") {
    Machine machine;
    machine.addBuildTools();
    machine.writeScript("bin/cmake",
                        "[ \"$1\" = --version ] && echo cmake version 3.25.1 "
                        "&& exit\n"
                        "trap 'echo stopped >>\"$0.log\"; exit 1' INT\n"
                        "echo started >\"$0.log\"\n"
                        "sleep 60 & wait\n");
    Program program = machine.start({"list"});
    program.readErrorsUntil("configuring");
    while (machine.read("bin/cmake.log") != "started\n") {
    }
    program.signal(SIGINT);
    CHECK(program.wait() == 130);
    CHECK(machine.read("bin/cmake.log") == "started\nstopped\n");
    CHECK(!fs::exists(machine.path() / "build/release/untwist-tool.stamp"));
}
