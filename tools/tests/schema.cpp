#include "schema.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

namespace untwist::tools {

using nlohmann::json;

namespace {

bool hasType(const json& value, std::string_view type) {
    if (type == "integer") return value.is_number_integer();
    return value.type_name() == type;
}

class Validator {
  public:
    explicit Validator(json root) : root_(std::move(root)) {}

    std::string misfit(const json& value) const {
        return misfit(root_, value, "");
    }

  private:
    // What one keyword of the schema finds wrong.
    std::string judge(const std::string& keyword, const json& rule,
                      const json& schema, const json& value,
                      const std::string& at) const {
        if (keyword.front() == '$' && keyword != "$ref") return "";
        if (keyword == "title" || keyword == "description") return "";
        if (keyword == "$ref")
            return misfit(
                root_.at(json::json_pointer(rule.get<std::string>().substr(1))),
                value, at);
        if (keyword == "type") {
            const json types = rule.is_array() ? rule : json::array({rule});
            const auto fits = [&](const json& type) {
                return hasType(value, type.get<std::string>());
            };
            return std::ranges::any_of(types, fits)
                       ? ""
                       : at + ": is no " + rule.dump();
        }
        if (keyword == "const") return value == rule ? "" : at + ": is other";
        if (keyword == "enum")
            return std::ranges::count(rule, value) > 0 ? ""
                                                       : at + ": is none of it";
        if (keyword == "items") return ofItems(rule, value, at);
        if (keyword == "required") return ofRequired(rule, value, at);
        if (keyword == "properties") return ofProperties(rule, value, at);
        if (keyword == "additionalProperties")
            return ofOthers(schema, value, at);
        return "the schema says " + keyword + ", which is not known here";
    }

    std::string misfit(const json& schema, const json& value,
                       const std::string& at) const {
        for (const auto& [keyword, rule] : schema.items()) {
            const std::string wrong = judge(keyword, rule, schema, value, at);
            if (!wrong.empty()) return wrong;
        }
        return "";
    }

    std::string ofItems(const json& schema, const json& value,
                        const std::string& at) const {
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
            const std::string wrong =
                misfit(schema, value[i], at + '/' + std::to_string(i));
            if (!wrong.empty()) return wrong;
        }
        return "";
    }
    static std::string ofRequired(const json& names, const json& value,
                                  const std::string& at) {
        for (const json& name : names) {
            if (value.is_object() && !value.contains(name))
                return at + ": has no " + name.dump();
        }
        return "";
    }
    std::string ofProperties(const json& schemas, const json& value,
                             const std::string& at) const {
        for (const auto& [name, schema] : schemas.items()) {
            if (!value.is_object() || !value.contains(name)) continue;
            const std::string wrong =
                misfit(schema, value.at(name), at + '/' + name);
            if (!wrong.empty()) return wrong;
        }
        return "";
    }
    static std::string ofOthers(const json& schema, const json& value,
                                const std::string& at) {
        if (!value.is_object()) return "";
        for (const auto& [name, each] : value.items()) {
            if (!schema.at("properties").contains(name))
                return at + ": has " + name + ", which nobody said";
        }
        return "";
    }

    json root_;
};

}  // namespace

std::string misfit(const std::string& schema, const std::string& text) {
    const json value = json::parse(text, nullptr, false);
    if (value.is_discarded()) return "is no JSON";
    return Validator(json::parse(schema)).misfit(value);
}

}  // namespace untwist::tools
