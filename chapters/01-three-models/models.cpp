#include "models.hpp"

#include <algorithm>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "blocking.hpp"
#include "reactor.hpp"
#include "support/trace.hpp"
#include "threads.hpp"

namespace {

Model tracedReactor(const std::string& traceFile) {
    return [traceFile](auto& tasks, auto port) {
        const auto trace =
            std::make_shared<untwist::support::ChromeTrace>(traceFile);
        runReactor(tasks, port, trace);
        trace->finish();
    };
}

Model plainReactor() {
    return [](auto& tasks, auto port) { runReactor(tasks, port); };
}

std::string onCores() {
    const int count = cores();
    return std::to_string(count) + (count == 1 ? " core" : " cores");
}

}  // namespace

std::vector<NamedModel> choose(const std::string& list,
                               const std::string& traceFile) {
    const std::vector<NamedModel> all{
        {"blocking", "Blocking, one thread", runBlocking},
        {"threads", "A thread per task, " + onCores(), runThreads},
        {"reactor", "Reactor, one thread",
         traceFile.empty() ? plainReactor() : tracedReactor(traceFile)}};
    std::vector<NamedModel> chosen;
    std::istringstream names(list);
    for (std::string name; std::getline(names, name, ',');) {
        const auto model = std::ranges::find(all, name, &NamedModel::name);
        if (model == all.end()) {
            throw std::invalid_argument(
                "--models " + list + ": there is no model '" + name +
                "'; choose from blocking,threads,reactor");
        }
        chosen.push_back(*model);
    }
    return chosen;
}
