// The report for programs: JSON and CSV.
#include <sstream>

#include <nlohmann/json.hpp>

#include "report.hpp"

namespace untwist::lab {

namespace {

double inMs(Duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

nlohmann::ordered_json jsonOf(const Point& point) {
    nlohmann::ordered_json json{{"service", point.service},
                                {"model", point.model},
                                {"connections", point.connections},
                                {"served", point.served}};
    if (!point.trouble.empty()) {
        json["trouble"] = point.trouble;
        return json;
    }
    for (std::size_t i = 0; i < kFigures; ++i) {
        const Spread& spread = point.figures[i];
        auto& figure = json[infoOf(static_cast<Figure>(i)).key];
        figure = {{"median", spread.median},
                  {"least", spread.least},
                  {"most", spread.most}};
        if (spread.atLeast) figure["at_least"] = true;
    }
    return json;
}

}  // namespace

std::string jsonOf(const Report& report) {
    nlohmann::ordered_json json{{"machine", report.machine},
                                {"date", report.date},
                                {"rounds", report.plan.rounds},
                                {"seconds", report.plan.seconds},
                                {"services", nlohmann::ordered_json::array()},
                                {"points", nlohmann::ordered_json::array()}};
    for (const NamedService& service : report.plan.services) {
        json["services"].push_back({{"name", service.name},
                                    {"wait_ms", inMs(service.service.wait)},
                                    {"cpu_ms", inMs(service.service.cpu)}});
    }
    for (const Point& point : report.points) {
        json["points"].push_back(jsonOf(point));
    }
    return json.dump(1);
}

std::string csvOf(const Report& report) {
    std::ostringstream csv;
    csv << "service,model,connections,served,trouble";
    for (std::size_t i = 0; i < kFigures; ++i) {
        const std::string key = infoOf(static_cast<Figure>(i)).key;
        csv << ',' << key << ',' << key << "_least," << key << "_most";
    }
    csv << '\n';
    for (const Point& point : report.points) {
        csv << point.service << ',' << point.model << ',' << point.connections
            << ',' << point.served << ",\"" << point.trouble << '"';
        for (const Spread& spread : point.figures) {
            if (point.trouble.empty()) {
                csv << ',' << spread.median << ',' << spread.least << ','
                    << spread.most;
            } else {
                csv << ",,,";
            }
        }
        csv << '\n';
    }
    return csv.str();
}

}  // namespace untwist::lab
