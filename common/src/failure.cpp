#include "untwist/failure.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include "type_name.hpp"
#include "untwist/error.hpp"

namespace untwist {

std::string typeName(const std::type_info& type) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
        &std::free);
    return status == 0 ? name.get() : type.name();
}

std::string shortTypeName(const std::type_info& type) {
    if (type == typeid(void)) return {};
    const auto name = typeName(type);
    const auto end = name.find('<');  // a template's arguments keep theirs
    const auto colon = name.rfind("::", end);
    return colon == std::string::npos ? name : name.substr(colon + 2);
}

Failure::Failure() : Failure(std::current_exception()) {}

Failure::Failure(std::exception_ptr error) : error_(std::move(error)) {
    if (!error_) throw error::NoCurrentExceptionError();
}

void Failure::raise() const { std::rethrow_exception(error_); }

std::string Failure::getErrorMessage() const {
    try {
        raise();
    } catch (const std::exception& error) {
        return error.what();
    } catch (const std::string& text) {
        return text;
    } catch (const char* text) {
        return text;
    } catch (...) {
        return type();
    }
}

std::string Failure::type() const {
    try {
        raise();
    } catch (...) {
        return typeName(*abi::__cxa_current_exception_type());
    }
}

std::string Failure::getTraceback() const {
    return type() + ": " + getErrorMessage();
}

}  // namespace untwist
