// An exception as a value: kept, handed on, asked what it is.
#pragma once

#include <concepts>
#include <exception>
#include <memory>
#include <source_location>
#include <string>
#include <utility>

namespace untwist {

// What went wrong, as Twisted's Failure: every error that an application is
// told about comes as one. It holds any exception, not only std::exception.
// Copying is cheap; copies share the exception. Never empty.
class Failure {
  public:
    // The exception being handled; if that is itself a Failure (`throw
    // failure;`), what it holds. Throws error::NoCurrentExceptionError outside
    // a catch block.
    Failure();

    // Throws error::NoCurrentExceptionError if `error` is null.
    explicit Failure(std::exception_ptr error);

    // Failure(error::ConnectionDone())
    template <class E>
        requires std::derived_from<E, std::exception>
    explicit Failure(E error)
        : Failure(std::make_exception_ptr(std::move(error))) {}

    // The exception if it is an E or derives from E, else null. The pointer
    // lives as long as this Failure or a copy of it.
    template <class E>
    const E* check() const {
        try {
            std::rethrow_exception(error_);
        } catch (const E& error) {
            return &error;
        } catch (...) {
            return nullptr;
        }
    }

    // Returns if the exception is one of the Es; rethrows it if it is none.
    template <class... Es>
    void trap() const {
        if (!(check<Es>() || ...)) raise();
    }

    [[noreturn]] void raise() const;      // throws the exception itself
    std::string getErrorMessage() const;  // what(), as far as there is one
    std::string type() const;             // "untwist::error::ConnectionDone"
    const std::exception_ptr& value() const { return error_; }

    // The type and message, then, if it came through a Deferred, a line for
    // each stage it went through, by the file and line that added it.
    std::string getTraceback() const;

    // What a Deferred notes: the exception being handled left the callback
    // that was added at `where`; this Failure was not for the one at `where`.
    static Failure raisedIn(const std::source_location& where);
    void passed(const std::source_location& where);

  private:
    struct Trace;

    std::exception_ptr error_;
    std::shared_ptr<Trace> trace_;  // null until it meets a Deferred
};

}  // namespace untwist
