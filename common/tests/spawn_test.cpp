// What a child is given: descriptors, a terminal, its environment, its limits.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include "support/child_probe.hpp"
#include "support/terminals.hpp"

using untwist::ChildFD;
using untwist::SpawnOptions;
using untwist::test::cannotMakeTerminals;
using untwist::test::Child;
using untwist::test::ChildProbe;
using untwist::test::finished;
using untwist::test::Loop;

namespace {

std::string outputOf(const std::string& script, SpawnOptions options = {}) {
    Loop loop;
    const Child child(loop, script, std::move(options));
    return finished(loop, child).out;
}

// A pipe at two high numbers, which a child inherits unless it is prevented.
class HighPipe {
  public:
    explicit HighPipe(int first) : reading(first), writing(first + 1) {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        ::dup2(ends[0], reading);
        ::dup2(ends[1], writing);
        for (const int end : ends) ::close(end);
        ::fcntl(reading, F_SETFL, O_NONBLOCK);
    }
    ~HighPipe() {
        ::close(reading);
        ::close(writing);
    }
    HighPipe(const HighPipe&) = delete;
    HighPipe& operator=(const HighPipe&) = delete;

    std::string received() const {
        std::string bytes(100, '\0');
        const auto size = ::read(reading, bytes.data(), bytes.size());
        bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return bytes;
    }

    const int reading;
    const int writing;
};

std::size_t openDescriptors() {
    std::size_t count = 0;
    for (int fd = 0; fd < 256; ++fd) {
        if (::fcntl(fd, F_GETFD) >= 0) ++count;
    }
    return count;
}

std::error_code whyNot(Loop& loop, const std::string& program,
                       SpawnOptions options = {}) {
    try {
        const Child child(loop, std::vector<std::string>{program},
                          std::move(options));
    } catch (const std::system_error& error) {
        CAPTURE(error.what());
        CHECK(std::string(error.what())
                  .starts_with("spawnProcess: cannot start " + program));
        return error.code();
    }
    return {};
}

}  // namespace

TEST_SUITE("spawn: a program that cannot be started") {
    TEST_CASE("spawnProcess says why, and nothing of it is left") {
        Loop loop;
        finished(loop, Child(loop, "exit 0"));  // opens what stays open
        const auto before = openDescriptors();
        CHECK(whyNot(loop, "/no/such/program") ==
              std::errc::no_such_file_or_directory);
        CHECK(whyNot(loop, "no-such-program-in-the-path") ==
              std::errc::no_such_file_or_directory);
        CHECK(whyNot(loop, "/etc/passwd") == std::errc::permission_denied);
        CHECK(openDescriptors() == before);
        CHECK(::waitpid(-1, nullptr, WNOHANG) < 0);
    }

    TEST_CASE("its protocol is not called") {
        Loop loop;
        const auto probe = std::make_shared<ChildProbe>();
        CHECK_THROWS_AS(
            loop.reactor.spawnProcess(probe, "/no/such/program", {"x"}),
            std::system_error);
        loop.settle();
        CHECK(probe->story.empty());
        CHECK(probe.use_count() == 1);
    }

    TEST_CASE("a folder that is not there is named") {
        Loop loop;
        SpawnOptions options;
        options.path = "/no/such/folder";
        CHECK_THROWS_WITH_AS(
            Child(loop, "exit 0", options),
            doctest::Contains("cannot start /bin/sh in /no/such/folder: "),
            std::system_error);
    }

    TEST_CASE("options that cannot be are refused") {
        Loop loop;
        SpawnOptions closed;
        closed.childFDs = {ChildFD::ours(1, 250)};
        CHECK(whyNot(loop, "/bin/sh", closed) ==
              std::errc::bad_file_descriptor);
        SpawnOptions later;
        later.childFDs = {ChildFD::same(2, 1), ChildFD::read(1)};
        CHECK_THROWS_AS(Child(loop, "exit 0", later), std::invalid_argument);
        CHECK_THROWS_AS(Child(loop, std::string("echo x\0y", 8)),
                        std::invalid_argument);
    }
}

TEST_SUITE("spawn: arguments, environment, folder") {
    TEST_CASE("a name without a slash is looked up in the PATH") {
        Loop loop;
        const Child child(loop, std::vector<std::string>{"sh", "-c", "echo x"});
        CHECK(finished(loop, child).out == "x\n");
    }

    TEST_CASE("arguments arrive as they are, its own name first") {
        Loop loop;
        const auto probe = std::make_shared<ChildProbe>();
        loop.reactor.spawnProcess(
            probe, "/bin/sh",
            {"name", "-c", "printf '%s|' \"$0\" \"$@\"", "a b", "", "$x", "'"});
        loop.until([&] { return probe->ended.has_value(); });
        CHECK(probe->out == "a b||$x|'|");
    }

    TEST_CASE("without arguments it has its name") {
        Loop loop;
        const auto probe = std::make_shared<ChildProbe>();
        const auto child = loop.reactor.spawnProcess(probe, "/bin/sh", {});
        child->write("echo $0\n");
        child->closeStdin();
        loop.until([&] { return probe->ended.has_value(); });
        CHECK(probe->out == "/bin/sh\n");
    }

    TEST_CASE("the environment is ours, or exactly what is given") {
        ::setenv("UNTWIST_TEST", "ours", 1);
        CHECK(outputOf("echo $UNTWIST_TEST") == "ours\n");
        ::unsetenv("UNTWIST_TEST");
        SpawnOptions options;
        options.env = {{"A=b c", "PATH=/usr/bin:/bin"}};
        CHECK(outputOf("echo $A-$HOME", options) == "b c-\n");
    }

    TEST_CASE("it starts in the folder it is given") {
        SpawnOptions options;
        options.path = "/usr";
        CHECK(outputOf("pwd", options) == "/usr\n");
    }
}

TEST_SUITE("spawn: descriptors") {
    TEST_CASE("it inherits no descriptor that is not named") {
        const HighPipe open(80);
        CHECK(outputOf("if [ -e /dev/fd/80 ]; then echo open; fi").empty());
    }

    TEST_CASE("the pipes of another child are not among them") {
        Loop loop;
        const Child first(loop, "exec cat");
        const Child second(loop, "exec cat");
        first.transport->closeStdin();  // second must not hold it open
        finished(loop, first);
        CHECK_FALSE(second->ended);
        second.transport->closeStdin();
        finished(loop, second);
    }

    TEST_CASE("one of ours can be given, under another number") {
        const HighPipe pipe(80);
        SpawnOptions options;
        options.childFDs = {ChildFD::null(0), ChildFD::ours(1, pipe.writing)};
        CHECK(outputOf("echo to our pipe", options).empty());
        CHECK(pipe.received() == "to our pipe\n");
    }

    TEST_CASE("two that change places do") {
        const HighPipe one(80);
        const HighPipe two(90);
        SpawnOptions options;
        options.childFDs = {ChildFD::ours(91, 81), ChildFD::ours(81, 91)};
        Loop loop;
        const Child child(loop, "echo A >/dev/fd/91; echo B >/dev/fd/81",
                          options);
        finished(loop, child);
        CHECK(one.received() == "A\n");
        CHECK(two.received() == "B\n");
    }

    TEST_CASE("standard input may be nothing") {
        SpawnOptions options;
        options.childFDs = {ChildFD::null(0), ChildFD::read(1)};
        CHECK(outputOf("cat; echo over", options) == "over\n");
    }

    TEST_CASE("two may lead to the same pipe, and keep their order") {
        SpawnOptions options;
        options.childFDs = {ChildFD::null(0), ChildFD::read(1),
                            ChildFD::same(2, 1)};
        CHECK(outputOf("echo 1; echo 2 >&2; echo 3", options) == "1\n2\n3\n");
    }
}

TEST_SUITE("spawn: a terminal") {
    TEST_CASE("with usePTY, the three are one terminal, the child's own") {
        if (cannotMakeTerminals()) return;
        SpawnOptions options;
        options.usePTY = true;
        CHECK(outputOf("test -t 0 && test -t 1 && test -t 2 && echo yes; "
                       "echo out >/dev/tty; echo err >&2",
                       options) == "yes\r\nout\r\nerr\r\n");
    }

    TEST_CASE("what is written is typed: Ctrl-C interrupts") {
        if (cannotMakeTerminals()) return;
        SpawnOptions options;
        options.usePTY = true;
        Loop loop;
        const Child child(loop, "echo ready; exec cat", options);
        loop.until([&] { return child->out == "ready\r\n"; });
        child.transport->write("line\r");
        loop.until([&] { return child->out == "ready\r\nline\r\nline\r\n"; });
        child.transport->write("\003");
        CHECK(finished(loop, child).signal() == SIGINT);
    }

    TEST_CASE("loseConnection closes it, which hangs up; the others do not") {
        if (cannotMakeTerminals()) return;
        SpawnOptions options;
        options.usePTY = true;
        Loop loop;
        const Child child(loop, "echo ready; exec cat", options);
        loop.until([&] { return child->out == "ready\r\n"; });
        child.transport->closeStdin();
        child.transport->closeStdout();
        loop.settle();
        CHECK_FALSE(child->exited);
        child.transport->loseConnection();
        CHECK(finished(loop, child).signal() == SIGHUP);
    }
}

TEST_SUITE("spawn: signals and groups") {
    TEST_CASE("what we ignore, the child does not") {
        const auto before = std::signal(SIGPIPE, SIG_IGN);
        Loop loop;
        const Child child(loop, "kill -PIPE $$; echo survived");
        CHECK(finished(loop, child).signal() == SIGPIPE);
        std::signal(SIGPIPE, before);
    }

    TEST_CASE("with ownGroup, a signal reaches all that it has started") {
        SpawnOptions options;
        options.ownGroup = true;
        options.childFDs.push_back(ChildFD::write(3));
        Loop loop;
        const Child child(loop, "cat <&3 & echo started; wait", options);
        loop.until([&] { return child->has("out"); });
        child.transport->signalProcess("KILL");
        CHECK(finished(loop, child).signal() == SIGKILL);
    }

    TEST_CASE("in processExited, what it has left behind can be ended") {
        SpawnOptions options;
        options.ownGroup = true;
        options.childFDs.push_back(ChildFD::write(3));
        const auto probe = std::make_shared<ChildProbe>();
        int pid = -1;
        probe->onExited = [&](ChildProbe& self) {
            CHECK(::kill(pid, 0) == 0);  // nobody else can have the number yet
            self.transport().signalProcess("KILL");
        };
        Loop loop;
        const Child child(loop, "cat <&3 & exit 0", options, probe);
        pid = *child.transport->pid();
        finished(loop, child);
        CHECK_THROWS_AS(child.transport->signalProcess("KILL"),
                        untwist::error::ProcessExitedAlready);
    }
}

TEST_SUITE("spawn: limits") {
    TEST_CASE("a child has the limits it is given, and we have ours") {
        SpawnOptions options;
        options.descriptorLimit = 17;
        options.addressSpaceLimit = 1 << 30;
        CHECK(outputOf("ulimit -n; ulimit -v", options) == "17\n1048576\n");
        CHECK(outputOf("ulimit -n") != "17\n");
    }
}
