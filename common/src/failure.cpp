#include "untwist/failure.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <vector>

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
    const auto end = name.find('<');  // without a template's arguments
    const auto colon = name.rfind("::", end);
    const auto begin = colon == std::string::npos ? 0 : colon + 2;
    return name.substr(begin, end - begin);
}

Failure::Failure() : Failure(std::current_exception()) {
    // Who throws a Failure means what it holds.
    if (const auto* thrown = check<Failure>()) *this = Failure(*thrown);
}

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

// A chain may have any number of stages: where it began and the first few it
// passed tell enough.
struct Failure::Trace {
    static constexpr std::size_t kMost = 32;
    std::vector<std::source_location> raised;  // one, or none
    std::vector<std::source_location> passed;
    std::size_t omitted = 0;
};

Failure Failure::raisedIn(const std::source_location& where) {
    Failure failure;
    failure.trace_ = std::make_shared<Trace>(Trace{{where}, {}, 0});
    return failure;
}

void Failure::passed(const std::source_location& where) {
    if (!trace_) trace_ = std::make_shared<Trace>();
    // Copies of this Failure keep the trace they had.
    if (trace_.use_count() > 1) trace_ = std::make_shared<Trace>(*trace_);
    if (trace_->passed.size() < Trace::kMost) {
        trace_->passed.push_back(where);
    } else {
        ++trace_->omitted;
    }
}

namespace {

std::string traceLine(const char* what, const std::source_location& where) {
    return std::string("\n    ") + what + " the callback added at " +
           where.file_name() + ":" + std::to_string(where.line());
}

}  // namespace

std::string Failure::getTraceback() const {
    auto text = type() + ": " + getErrorMessage();
    if (!trace_) return text;
    for (const auto& where : trace_->raised) text += traceLine("left", where);
    for (const auto& where : trace_->passed) {
        text += traceLine("passed", where);
    }
    if (trace_->omitted > 0) {
        text += "\n    and " + std::to_string(trace_->omitted) + " more";
    }
    return text;
}

}  // namespace untwist
