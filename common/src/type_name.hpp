// A type's name as its author wrote it, for messages.
#pragma once

#include <string>
#include <string_view>
#include <typeinfo>

namespace untwist {

std::string typeName(const std::type_info& type);

// Without the namespaces in front: "Echo" for "(anonymous namespace)::Echo".
// "" for void.
std::string shortTypeName(const std::type_info& type);

// "dataReceived of Echo"; just "callLater" where there is no type to tell.
std::string eventName(std::string_view what, std::string_view who);

}  // namespace untwist
