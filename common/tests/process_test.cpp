#include "untwist/process.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/child_probe.hpp"
#include "support/log_capture.hpp"

namespace error = untwist::error;
using untwist::ChildFD;
using untwist::SpawnOptions;
using untwist::test::Child;
using untwist::test::ChildProbe;
using untwist::test::finished;
using untwist::test::LogCapture;
using untwist::test::Loop;

namespace {

// Besides the usual three the child has 3, which we write to: it waits there
// for us.
SpawnOptions withThree() {
    SpawnOptions options;
    options.childFDs.push_back(ChildFD::write(3));
    return options;
}

bool hasChildren() { return ::waitpid(-1, nullptr, WNOHANG) >= 0; }

// A probe to fill in before the child starts.
std::shared_ptr<ChildProbe> probeThat(
    std::function<void(ChildProbe&)> ChildProbe::*hook,
    std::function<void(ChildProbe&)> does) {
    auto probe = std::make_shared<ChildProbe>();
    (*probe).*hook = std::move(does);
    return probe;
}

}  // namespace

TEST_SUITE("process: talking to it") {
    TEST_CASE("what is written comes back from cat, which ends at our close") {
        Loop loop;
        const Child child(loop, "exec cat");
        child.transport->write("one ");
        child.transport->write("two");
        loop.until([&] { return child->out == "one two"; });
        CHECK_FALSE(child->exited);
        child.transport->closeStdin();
        CHECK(finished(loop, child).ended->check<error::ProcessDone>());
        CHECK_FALSE(hasChildren());
    }

    TEST_CASE("megabytes go there and back in order") {
        std::string sent;
        for (int i = 0; sent.size() < (2 << 20); ++i) {
            sent += std::to_string(i) + " ";
        }
        Loop loop;
        const Child child(loop, "exec cat");
        child.transport->write(sent);
        child.transport->closeStdin();
        CHECK((finished(loop, child).out == sent));
    }

    TEST_CASE("standard output and standard error come apart") {
        Loop loop;
        const Child child(loop, "echo good; echo bad >&2");
        finished(loop, child);
        CHECK(child->out == "good\n");
        CHECK(child->err == "bad\n");
    }

    TEST_CASE("connectionMade is called inside spawnProcess, and may write") {
        Loop loop;
        const Child child(loop, "exec cat", {},
                          probeThat(&ChildProbe::onMade, [](auto& probe) {
                              probe.transport().write("early");
                              probe.transport().closeStdin();
                          }));
        CHECK(child->has("made"));
        CHECK(finished(loop, child).out == "early");
    }

    TEST_CASE("a transport is not there before connectionMade") {
        CHECK_THROWS_AS(ChildProbe().transport(), std::logic_error);
    }

    TEST_CASE("other descriptors are written to by their number") {
        Loop loop;
        const Child child(loop, "cat <&3", withThree());
        child.transport->writeToChild(3, "by three");
        child.transport->closeChildFD(3);
        CHECK(finished(loop, child).out == "by three");
        CHECK_NOTHROW(child.transport->writeToChild(3, "too late"));
        CHECK_THROWS_AS(child.transport->writeToChild(4, "x"),
                        std::invalid_argument);
        CHECK_THROWS_AS(child.transport->writeToChild(1, "x"),
                        std::invalid_argument);
    }

    TEST_CASE("a child that closes its standard input is no harm [SIGPIPE]") {
        Loop loop;
        const Child child(loop, "read line <&3; exit 0", withThree());
        child.transport->write(std::string(1 << 20, 'x'));
        loop.settle();
        CHECK_FALSE(child->has("in lost"));
        child.transport->closeChildFD(3);
        finished(loop, child);
        CHECK(child->has("in lost"));
        child.transport->write("inert");
    }

    TEST_CASE("that it closes its standard input is noticed at once") {
        Loop loop;
        const Child child(loop, "exec <&-; read line <&3", withThree());
        loop.until([&] { return child->has("in lost"); });
        CHECK_FALSE(child->exited);
        child.transport->closeChildFD(3);
        finished(loop, child);
    }

    TEST_CASE("closeStdout closes our end: the child's next write fails") {
        Loop loop;
        const Child child(loop, "exec yes");
        loop.until([&] { return child->has("out"); });
        child.transport->closeStdout();
        CHECK_FALSE(child->has("out lost"));
        CHECK(finished(loop, child).signal() == SIGPIPE);
        CHECK(child->has("out lost"));
    }

    TEST_CASE("loseConnection closes all three, and most programs end") {
        Loop loop;
        const Child child(loop, "exec cat");
        child.transport->write("not read any more");
        child.transport->loseConnection();
        finished(loop, child);
        CHECK(child->out.empty());
    }

    TEST_CASE("a paused child has to wait; resumed, nothing is missing") {
        Loop loop;
        const Child child(loop, "exec cat");
        child.transport->write(std::string(1 << 20, 'x'));
        loop.until([&] { return child->has("out"); });
        child.transport->pauseProducing();
        loop.settle();
        const auto size = child->out.size();
        CHECK(size < (1 << 20));
        loop.settle();
        CHECK(child->out.size() == size);
        child.transport->resumeProducing();
        child.transport->closeStdin();
        CHECK(finished(loop, child).out.size() == 1 << 20);
    }
}

TEST_SUITE("process: how it ends") {
    TEST_CASE("exit code 0 is ProcessDone; the story is in order") {
        Loop loop;
        const Child child(loop, "echo x");
        const auto& reason = *finished(loop, child).ended;
        CHECK(reason.check<error::ProcessDone>());
        CHECK(reason.check<error::ConnectionDone>());
        CHECK(reason.getErrorMessage() == "the process ended with exit code 0");
        CHECK(child->story.front() == "made");
        CHECK(child->story.back() == "ended");
        for (const auto* call : {"in lost", "out lost", "err lost", "exited"}) {
            CHECK(child->has(call));
        }
    }

    TEST_CASE("another exit code is ProcessTerminated with it") {
        Loop loop;
        const Child child(loop, "exit 3");
        CHECK(finished(loop, child).exitCode() == 3);
        CHECK_FALSE(child->signal());
        CHECK(child->exited->check<error::ConnectionLost>());
        CHECK(child->ended->getErrorMessage() ==
              "the process ended with exit code 3");
    }

    TEST_CASE("a signal is ProcessTerminated with its number") {
        Loop loop;
        const Child child(loop, "exec cat");
        child.transport->signalProcess("KILL");
        CHECK(finished(loop, child).signal() == SIGKILL);
        CHECK_FALSE(child->exitCode());
        CHECK(child->ended->getErrorMessage().find("by signal 9 (") !=
              std::string::npos);
    }

    TEST_CASE("signals go by name or by number; others are refused") {
        Loop loop;
        const Child named(loop, "exec cat");
        named.transport->signalProcess("TERM");
        CHECK(finished(loop, named).signal() == SIGTERM);
        const Child numbered(loop, "exec cat");
        numbered.transport->signalProcess(SIGUSR1);
        CHECK(finished(loop, numbered).signal() == SIGUSR1);
        const Child child(loop, "exec cat");
        CHECK_THROWS_AS(child.transport->signalProcess("NONE"),
                        std::invalid_argument);
        CHECK_THROWS_AS(child.transport->signalProcess(10000),
                        std::system_error);
        child.transport->loseConnection();
        finished(loop, child);
    }

    TEST_CASE("once it has ended there is no pid, and nothing to signal") {
        bool refused = false;
        Loop loop;
        const Child child(
            loop, "cat", {}, probeThat(&ChildProbe::onExited, [&](auto& probe) {
                CHECK_FALSE(probe.transport().pid());
                CHECK_THROWS_AS(probe.transport().signalProcess("KILL"),
                                error::ProcessExitedAlready);
                refused = true;
            }));
        CHECK(::kill(child.transport->pid().value_or(-1), 0) == 0);
        child.transport->closeStdin();
        finished(loop, child);
        CHECK(refused);
        CHECK_THROWS_AS(child.transport->signalProcess("TERM"),
                        error::ProcessExitedAlready);
    }

    TEST_CASE("processEnded waits for who else holds a pipe, and its bytes") {
        Loop loop;
        const Child child(loop, "(cat <&3) & exit 5", withThree());
        loop.until([&] { return child->exited.has_value(); });
        loop.settle();
        CHECK_FALSE(child->ended);
        CHECK_FALSE(hasChildren());
        child.transport->writeToChild(3, "from who is left");
        child.transport->closeChildFD(3);
        CHECK(finished(loop, child).exitCode() == 5);
        CHECK(child->out == "from who is left");
    }

    TEST_CASE("processEnded waits for the end, when the pipes are gone") {
        Loop loop;
        const Child child(loop, "exec <&- >&- 2>&-; read line <&3; exit 4",
                          withThree());
        loop.until([&] { return child->has("err lost"); });
        loop.settle();
        CHECK_FALSE(child->exited);
        child.transport->closeChildFD(3);
        CHECK(finished(loop, child).exitCode() == 4);
    }

    TEST_CASE("many that end at once are all noticed") {
        Loop loop;
        std::vector<Child> children;
        for (int i = 0; i < 20; ++i) {
            children.emplace_back(loop, "read line; exit " + std::to_string(i));
        }
        for (const auto& child : children) child.transport->loseConnection();
        int sum = 0;
        for (const auto& child : children) {
            sum += finished(loop, child).exitCode().value_or(0);
        }
        CHECK(sum == 190);
        CHECK_FALSE(hasChildren());
    }

    TEST_CASE("one that something else has waited for has ended, somehow") {
        Loop loop;
        const Child child(loop, "exit 3");
        CHECK(::waitpid(*child.transport->pid(), nullptr, 0) > 0);
        CHECK_FALSE(finished(loop, child).exitCode());
        CHECK_FALSE(child->signal());
        CHECK(child->ended->check<error::ProcessTerminated>());
    }

    TEST_CASE("a child's end interrupts no system call elsewhere") {
        Loop loop;
        const Child child(loop, "exit 0");
        struct sigaction action {};
        ::sigaction(SIGCHLD, nullptr, &action);
        CHECK((action.sa_flags & SA_RESTART) != 0);
        finished(loop, child);
    }

    TEST_CASE("the protocol is let go of when all is over") {
        std::weak_ptr<ChildProbe> probe;
        {
            Loop loop;
            Child child(loop, "exit 0");
            finished(loop, child);
            probe = child.probe;
            child.probe.reset();
            child.transport.reset();
            CHECK(probe.expired());
        }
    }
}

TEST_SUITE("process: exceptions") {
    TEST_CASE("outReceived throws: it is logged, and that pipe closed") {
        LogCapture logged;
        Loop loop;
        const Child child(loop, "echo one; echo two >&2; read line", {},
                          probeThat(&ChildProbe::onOut, [](auto&) {
                              throw std::runtime_error("not that");
                          }));
        loop.until([&] { return child->has("out lost"); });
        CHECK(logged.has("childDataReceived of ChildProbe"));
        CHECK(logged.has("not that"));
        child.transport->closeStdin();
        finished(loop, child);
        CHECK(child->err == "two\n");
    }

    TEST_CASE("connectionMade and processExited throw: the rest goes on") {
        LogCapture logged;
        Loop loop;
        const auto probe = probeThat(&ChildProbe::onMade, [](auto&) {
            throw std::runtime_error("bad start");
        });
        probe->onExited = [](auto&) { throw std::runtime_error("bad end"); };
        const Child child(loop, "echo x", {}, probe);
        CHECK(finished(loop, child).out == "x\n");
        CHECK(logged.has("bad start"));
        CHECK(logged.has("bad end"));
    }

    TEST_CASE("processEnded throws: it is logged") {
        LogCapture logged;
        Loop loop;
        const Child child(loop, "exit 0", {},
                          probeThat(&ChildProbe::onEnded, [](auto&) {
                              throw std::runtime_error("no end");
                          }));
        finished(loop, child);
        CHECK(logged.has("no end"));
    }
}

TEST_SUITE("process: the reactor stops") {
    TEST_CASE("its pipes are closed, and it is left running") {
        auto options = withThree();
        options.childFDs[0] = ChildFD::null(0);
        Loop loop;
        const Child child(loop, "trap '' PIPE; read line; exec sleep 1000",
                          options);
        const int pid = *child.transport->pid();
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(child->has("out lost"));
        CHECK_FALSE(child->exited);
        CHECK(::kill(pid, 0) == 0);
        CHECK(child.transport->pid() == pid);
        CHECK(child.probe.use_count() == 1);
        child.transport->signalProcess("KILL");
        CHECK(::waitpid(pid, nullptr, 0) == pid);
    }

    TEST_CASE("one that has just ended is told so, and leaves no zombie") {
        Loop loop;
        const Child child(loop, "exit 3");
        siginfo_t info{};
        CHECK(::waitid(P_PID, static_cast<id_t>(*child.transport->pid()), &info,
                       WEXITED | WNOWAIT) == 0);
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        REQUIRE(child->ended);
        CHECK(child->exitCode() == 3);
        CHECK_FALSE(hasChildren());
    }

    TEST_CASE("a shutdown trigger can wait for it") {
        Loop loop;
        untwist::Deferred<void> over;
        const Child child(
            loop, "cat", {},
            probeThat(&ChildProbe::onEnded, [&](auto&) { over.callback(); }));
        loop.reactor.addSystemEventTrigger("before", "shutdown", [&] {
            child.transport->closeStdin();
            return over;
        });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(child->ended->check<error::ProcessDone>());
    }
}
