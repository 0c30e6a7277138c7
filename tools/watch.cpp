// ./untwist watch: a check at each save. Keys, the file, the build and the
// clock are all events of our own reactor.
#include <sys/stat.h>

#include <cctype>
#include <ctime>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <optional>
#include <sstream>
#include <tuple>

#include "checking.hpp"
#include "keyboard.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "react.hpp"
#include "signals.hpp"
#include "terminal.hpp"
#include "wrap.hpp"

namespace untwist::tools {

using namespace std::chrono_literals;

namespace {

// How often we look whether the file was saved. Asking works where being told
// does not: on a network's or Windows' file systems, and with editors that save
// by renaming another file.
constexpr Duration kInterval = 100ms;

constexpr int kManyFailures = 3;

// Differs after a save. None while there is no file: an editor that saves by
// renaming may be half-way.
using Stamp = std::optional<std::tuple<ino_t, off_t, time_t, long>>;

Stamp stampOf(const std::filesystem::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) return {};
#ifdef __APPLE__
    const timespec& saved = status.st_mtimespec;
#else
    const timespec& saved = status.st_mtim;
#endif
    return {{status.st_ino, status.st_size, saved.tv_sec, saved.tv_nsec}};
}

std::string timeOfDay() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::ostringstream text;
    text << std::put_time(&local, "%H:%M:%S");
    return text.str();
}

// "0.6 s"
std::string inSeconds(Duration duration) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(1)
         << std::chrono::duration<double>(duration).count() << " s";
    return text.str();
}

class Watch {
  public:
    Watch(Reactor& reactor, const Course& course, ExerciseName name)
        : reactor_(reactor), course_(course), name_(std::move(name)) {}
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // Fires when the learner has had enough.
    Deferred<void> run();

  private:
    std::filesystem::path file() const { return course_.root / name_.file(); }

    void look();
    void check();
    void stopChecking();
    void passJudgement(const Verdict& verdict);
    void show(std::string verdict);
    void showBelow(std::string aside);
    void draw() const;
    void onKey(char key);
    void next();

    Reactor& reactor_;
    const Course& course_;
    ExerciseName name_;
    LoopingCall looking_{[this] { look(); }, reactor_};
    std::shared_ptr<Keyboard> keyboard_;
    std::shared_ptr<Signals> signals_;
    Deferred<void> enough_;

    Stamp seen_;
    std::optional<Deferred<void>> checking_;
    Duration began_{};
    std::string verdict_;
    std::string aside_;  // what a key asked for, below it
    std::string status_;
};

Watch::~Watch() {
    stopChecking();
    if (keyboard_) reactor_.removeReader(*keyboard_);
    if (signals_) reactor_.removeReader(*signals_);
}

Deferred<void> Watch::run() {
    keyboard_ = Keyboard::open(reactor_, [this](char key) { onKey(key); });
    signals_ =
        Signals::watch(reactor_, {SIGWINCH, SIGCONT}, [this](int number) {
            if (number == SIGCONT && keyboard_) keyboard_->takeTerminal();
            draw();
        });
    show("Watching " + name_.file() + ": each save is checked.\n");
    looking_.start(kInterval);
    return enough_;
}

void Watch::look() {
    const Stamp stamp = stampOf(file());
    if (!stamp || stamp == seen_) return;
    seen_ = stamp;
    check();
}

// Whatever is being built or checked is of a file that is no more.
void Watch::check() {
    stopChecking();
    began_ = reactor_.seconds();
    checking_ =
        judge(reactor_, course_, name_)
            .addCallbacks(
                [this](const Verdict& verdict) { passJudgement(verdict); },
                [this](const Failure& failure) {
                    if (failure.check<error::CancelledError>()) return;
                    status_ = name_.typed() + ": not checked";
                    show(failure.getErrorMessage() + '\n');
                });
}

void Watch::stopChecking() {
    if (const auto checking = std::exchange(checking_, {})) checking->cancel();
}

void Watch::passJudgement(const Verdict& verdict) {
    checking_.reset();
    status_ = name_.typed() + ": " + verdict.headline + " (" + timeOfDay() +
              ", took " + inSeconds(reactor_.seconds() - began_) + ')';
    std::string text = verdict.text;
    const ExerciseProgress progress = progressOf(course_).of(name_.id());
    if (verdict.passed)
        text += "\nPress n to go on, or change it and see what happens.\n";
    else if (progress.failedInARow >= kManyFailures)
        text += "\nStuck? Press h for a hint.\n";
    show(std::move(text));
}

void Watch::show(std::string verdict) {
    verdict_ = std::move(verdict);
    showBelow("");
}

void Watch::showBelow(std::string aside) {
    aside_ = std::move(aside);
    draw();
}

void Watch::draw() const {
    if (canClear()) std::cout << "\033[H\033[2J";
    std::string text = verdict_ + '\n';
    if (!aside_.empty()) text += aside_ + '\n';
    if (!status_.empty()) text += bold(status_) + '\n';
    if (keyboard_)
        text += "Keys: n next, h hint, l list, r run again, q quit\n";
    std::cout << wrapped(text) << std::flush;
}

void Watch::onKey(char key) {
    switch (std::tolower(static_cast<unsigned char>(key))) {
        case 'n':
            return next();
        case 'h':
            return showBelow(nextHint(course_, name_, false, "press h again"));
        case 'l':
            return showBelow(listing(course_, name_.chapter));
        case 'r':
            return check();
        case 'q':
            return enough_.callback();
        default:
            return;
    }
}

void Watch::next() {
    const auto next = progressOf(course_).next(name_.id());
    if (!next)
        return showBelow("There is no other exercise that is not done.\n");
    name_ = exerciseOf(*next);
    note(course_, name_, "goto");
    status_.clear();
    seen_.reset();
    stopChecking();
    show(name_.typed() + ": the task is in " + name_.folder() +
         "/README.md,\nyour file is " + name_.file() + ".\n");
}

Deferred<int> watchUntilQuit(Reactor& reactor, const Course& course,
                             ExerciseName name) {
    Watch watch(reactor, course, std::move(name));
    co_await watch.run();
    co_return 0;
}

}  // namespace

int watch(const Course& course, const std::string& exercise) {
    const ExerciseName name = chosen(course, exercise);
    return react([&](Reactor& reactor) {
        return watchUntilQuit(reactor, course, name);
    });
}

}  // namespace untwist::tools
