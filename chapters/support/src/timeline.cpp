#include "support/timeline.hpp"

#include <algorithm>

#include "support/svg.hpp"
#include "timeline_parts.hpp"

namespace untwist::support {

std::string_view nameOf(Doing doing) {
    switch (doing) {
        case Doing::waiting:
            return "waiting";
        case Doing::ready:
            return "ready";
        case Doing::running:
            return "running";
    }
    return "";
}

std::string briefly(Duration time) {
    const double ms = inMs(time);
    if (ms >= 99'950) return fixed(ms / 1000, 0) + " s";
    if (ms >= 9'999.5) return fixed(ms / 1000, 1) + " s";
    if (ms >= 99.95 || ms == 0) return fixed(ms, 0) + " ms";
    return fixed(ms, ms >= 9.995 ? 1 : 2) + " ms";
}

double axisEnd(const Timeline& timeline) {
    double end = 1e-3;
    for (const Panel& panel : timeline.panels) {
        end = std::max(end, inMs(panel.total));
    }
    return end;
}

std::vector<std::size_t> selection(std::size_t tasks, std::size_t most) {
    const std::size_t shown = std::min(tasks, most);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < shown; ++i) {
        chosen.push_back(shown == 1 ? 0 : i * (tasks - 1) / (shown - 1));
    }
    return chosen;
}

std::string selectionNote(const Timeline& timeline, std::size_t most) {
    std::size_t tasks = 0;
    for (const Panel& panel : timeline.panels) {
        tasks = std::max(tasks, panel.tasks);
    }
    if (tasks <= most) return {};
    return std::to_string(most) + " of " + std::to_string(tasks) +
           " tasks shown";
}

std::string drawCsv(const Timeline& timeline) {
    std::string csv = "model,task,state,began_ms,ended_ms\n";
    for (const Panel& panel : timeline.panels) {
        for (const Slice& slice : panel.slices) {
            csv += '"' + panel.title + "\"," + std::to_string(slice.task + 1) +
                   ',' + std::string(nameOf(slice.doing)) + ',' +
                   fixed(inMs(slice.began), 3) + ',' +
                   fixed(inMs(slice.ended), 3) + '\n';
        }
    }
    return csv;
}

}  // namespace untwist::support
