#include "measure.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "child.hpp"

using untwist::Duration;
using untwist::support::Doing;
using untwist::support::Slice;

namespace {

rusage usage() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used;
}

Duration cpuOf(const rusage& used) {
    const auto length = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) +
               std::chrono::microseconds(time.tv_usec);
    };
    return length(used.ru_utime) + length(used.ru_stime);
}

// What this process holds in memory, its program and libraries apart: stacks
// and heap. Takes none itself. Where there is no /proc, the most that it ever
// held, all included.
long memoryNow() {
    std::array<char, 4096> text{};
    const int file = ::open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        const ssize_t count = ::read(file, text.data(), text.size() - 1);
        ::close(file);
        const char* line =
            count > 0 ? std::strstr(text.data(), "Anonymous:") : nullptr;
        if (line) return std::strtol(line + 10, nullptr, 10);
    }
#ifdef __APPLE__
    return usage().ru_maxrss / 1024;
#else
    return usage().ru_maxrss;
#endif
}

// Counts the threads that work, and weighs the process when its first task is
// done: that is when the most is alive, every thread and every connection.
class Scales {
  public:
    Scales() { threads_.insert(std::this_thread::get_id()); }

    void start() {
#ifdef __GLIBC__
        ::malloc_trim(0);  // what the parent has freed is not there for reuse
#endif
        before_ = most_ = memoryNow();
    }

    void worked(const Task& task) {
        const std::scoped_lock lock(mutex_);
        threads_.insert(std::this_thread::get_id());
        if (!task.done() || weighed_) return;
        weighed_ = true;
        most_ = std::max(most_, memoryNow());
    }

    std::size_t threads() const { return threads_.size(); }
    long memory() const { return most_ - before_; }

  private:
    std::mutex mutex_;
    std::set<std::thread::id> threads_;
    bool weighed_ = false;
    long before_ = 0;
    long most_ = 0;
};

// In the child: runs the model and reports, one thing per line.
void runAndReport(const Model& model, std::vector<Task>& tasks,
                  std::uint16_t port, const Child::Report& report) {
    Scales scales;
    for (Task& task : tasks) {
        task.onWorked = [&scales](const Task& done) { scales.worked(done); };
    }
    scales.start();
    const rusage before = usage();
    const Duration began = now();
    model(tasks, port);
    const Duration total = now() - began;
    const rusage after = usage();

    for (const Task& task : tasks) {
        if (!task.done()) throw std::runtime_error("it left work undone");
        for (const Slice& slice : task.slices()) {
            std::ostringstream line;
            line << "slice " << slice.task << ' '
                 << static_cast<int>(slice.doing) << ' '
                 << (slice.began - began).count() << ' '
                 << (slice.ended - began).count();
            report(line.str());
        }
    }
    std::ostringstream line;
    line << "figures " << total.count() << ' '
         << (cpuOf(after) - cpuOf(before)).count() << ' ' << scales.threads()
         << ' ' << scales.memory() << ' ' << after.ru_nvcsw - before.ru_nvcsw
         << ' ' << after.ru_nivcsw - before.ru_nivcsw;
    report(line.str());
}

// In the parent: one of those lines.
void take(const std::string& line, Measured& measured) {
    std::istringstream in(line);
    std::string kind;
    in >> kind;
    if (kind == "slice") {
        Slice slice;
        int doing = 0;
        Duration::rep began = 0;
        Duration::rep ended = 0;
        in >> slice.task >> doing >> began >> ended;
        slice.doing = static_cast<Doing>(doing);
        slice.began = Duration(began);
        slice.ended = Duration(ended);
        measured.slices.push_back(slice);
    } else {
        Duration::rep total = 0;
        Duration::rep cpu = 0;
        in >> total >> cpu >> measured.threads >> measured.memory >>
            measured.gaveUp >> measured.pushedOut;
        measured.total = Duration(total);
        measured.cpu = Duration(cpu);
    }
}

}  // namespace

Measured measure(const Model& model, std::vector<Task> tasks,
                 std::uint16_t port) {
    Child child([&](const Child::Report& report) {
        runAndReport(model, tasks, port, report);
    });
    Measured measured;
    while (const auto line = child.readLine()) take(*line, measured);
    return measured;
}

int cores() {
#ifdef __linux__
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        return CPU_COUNT(&allowed);
    }
#endif
    return static_cast<int>(std::thread::hardware_concurrency());
}

void allowConnections(int tasks) {
    const auto needed = static_cast<rlim_t>(tasks) + 32;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= needed) {
        return;
    }
    if (files.rlim_max < needed) {
        throw std::runtime_error(
            "--tasks " + std::to_string(tasks) + " needs " +
            std::to_string(needed) + " open files and this system allows " +
            std::to_string(files.rlim_max) +
            "; use fewer tasks, or raise the limit with ulimit -n");
    }
    files.rlim_cur = needed;
    ::setrlimit(RLIMIT_NOFILE, &files);
}
