// Reads catalogue.json; nlohmann-json is included here and nowhere else.
#include "catalogue.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace untwist::tools {

std::string Chapter::number() const { return std::to_string(std::stoi(name)); }

std::string Chapter::shortName() const {
    return name.substr(name.find('-') + 1);
}

bool Chapter::isCalled(std::string_view typed) const {
    return typed == name || typed == shortName() || typed == number() ||
           typed == "0" + number();
}

Catalogue readCatalogue(const std::filesystem::path& file) try {
    std::ifstream in(file);
    Catalogue catalogue;
    for (const auto& entry : nlohmann::json::parse(in)) {
        catalogue.push_back({entry.at("name"), entry.at("title"),
                             entry.at("measures"), entry.at("programs"),
                             entry.at("exercises")});
    }
    return catalogue;
} catch (const nlohmann::json::exception&) {
    throw std::runtime_error("cannot read " + file.string() +
                             "; configure again: cmake --preset release");
}

}  // namespace untwist::tools
