// Everything that can go wrong, by Twisted's names (twisted.internet.error).
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

namespace untwist::error {

// An error that takes an optional detail: "what happened: the detail".
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;

  protected:
    Error(const char* what, const std::string& detail)
        : std::runtime_error(detail.empty() ? what : what + (": " + detail)) {}
};

// --- A connection that ended: the reasons connectionLost is given. ---

class ConnectionClosed : public Error {
    using Error::Error;
};

// Closed in order, by the peer or by us.
class ConnectionDone : public ConnectionClosed {
  public:
    explicit ConnectionDone(const std::string& detail = {})
        : ConnectionClosed("the connection was closed cleanly", detail) {}

  protected:
    using ConnectionClosed::ConnectionClosed;
};

// Ended without a goodbye: reset, network error, or the reactor stopped.
class ConnectionLost : public ConnectionClosed {
  public:
    explicit ConnectionLost(const std::string& detail = {})
        : ConnectionClosed("the connection was lost", detail) {}

  protected:
    using ConnectionClosed::ConnectionClosed;
};

// We called abortConnection.
class ConnectionAborted : public ConnectionLost {
  public:
    explicit ConnectionAborted(const std::string& detail = {})
        : ConnectionLost("the connection was aborted on this side", detail) {}
};

// --- A child process that ended: processExited's and processEnded's. ---

// It returned 0.
class ProcessDone : public ConnectionDone {
  public:
    ProcessDone() : ConnectionDone("the process ended with exit code 0", {}) {}
};

// It returned something else, or a signal ended it.
class ProcessTerminated : public ConnectionLost {
  public:
    // One of the two; neither, if how it ended cannot be known.
    explicit ProcessTerminated(std::optional<int> exitCode = {},
                               std::optional<int> signal = {});

    std::optional<int> exitCode;
    std::optional<int> signal;
};

// --- A connection that never was: clientConnectionFailed's reasons. ---

class ConnectError : public Error {
  public:
    explicit ConnectError(const std::string& detail = {})
        : Error("could not connect", detail) {}

  protected:
    using Error::Error;
};

class ConnectionRefusedError : public ConnectError {
  public:
    explicit ConnectionRefusedError(const std::string& detail = {})
        : ConnectError("nobody listens there: the connection was refused",
                       detail) {}
};

// The address cannot be reached from here.
class NoRouteError : public ConnectError {
  public:
    explicit NoRouteError(const std::string& detail = {})
        : ConnectError("no route to that host", detail) {}
};

// The host's name has no address, or there was no thread to look it up on.
class DNSLookupError : public ConnectError {
  public:
    explicit DNSLookupError(const std::string& detail = {})
        : ConnectError("the host name could not be resolved", detail) {}
};

// The local end that ConnectOptions ask for could not be had.
class ConnectBindError : public ConnectError {
  public:
    explicit ConnectBindError(const std::string& detail = {})
        : ConnectError("could not bind the local end", detail) {}
};

// The application gave up: stopConnecting.
class UserError : public ConnectError {
  public:
    explicit UserError(const std::string& detail = {})
        : ConnectError("the attempt was stopped on this side", detail) {}

  protected:
    using ConnectError::ConnectError;
};

// Nobody answered within ConnectOptions::timeout.
class TimeoutError : public UserError {
  public:
    explicit TimeoutError(const std::string& detail = {})
        : UserError("nobody answered in time", detail) {}
};

class ServiceNameUnknownError : public ConnectError {
  public:
    explicit ServiceNameUnknownError(const std::string& detail = {})
        : ConnectError("no service of that name", detail) {}
};

// --- Calls made at the wrong time. ---

class CannotListenError : public Error {
  public:
    explicit CannotListenError(const std::string& detail = {},
                               std::error_code code = {})
        : Error("cannot listen", detail), code_(code) {}

    // The system's reason, such as std::errc::address_in_use, if it gave one.
    std::error_code code() const { return code_; }

  private:
    std::error_code code_;
};

class NotConnectingError : public Error {
  public:
    NotConnectingError()
        : Error("stopConnecting: there is no attempt to stop") {}
};

// signalProcess: there is nothing left to signal.
class ProcessExitedAlready : public Error {
  public:
    ProcessExitedAlready() : Error("the process has already ended") {}
};

// A DelayedCall that has run, or is running.
class AlreadyCalled : public Error {
  public:
    AlreadyCalled() : Error("the delayed call has already run") {}
};

class AlreadyCancelled : public Error {
  public:
    AlreadyCancelled() : Error("the delayed call was already cancelled") {}
};

// cancel() on a Deferred whose canceller brought no other result.
class CancelledError : public Error {
  public:
    CancelledError() : Error("the Deferred was cancelled") {}
};

// A Deferred is fired once (twisted.internet.defer.AlreadyCalledError).
class AlreadyCalledError : public Error {
  public:
    AlreadyCalledError() : Error("the Deferred has already been fired") {}
};

// write: longer than a datagram can be.
class MessageLengthError : public Error {
  public:
    explicit MessageLengthError(const std::string& detail = {})
        : Error("the datagram is too long to send", detail) {}
};

// joinGroup or leaveGroup: the system refuses.
class MulticastJoinError : public Error {
  public:
    explicit MulticastJoinError(const std::string& detail = {})
        : Error("could not join or leave the group", detail) {}
};

// A host name where only a numeric address will do, or an address of a family
// that this port does not speak.
class InvalidAddressError : public std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

class ReactorNotRunning : public Error {
  public:
    ReactorNotRunning() : Error("stop: the reactor is not running") {}
};

class ReactorAlreadyRunning : public Error {
  public:
    ReactorAlreadyRunning() : Error("run: the reactor is already running") {}
};

class ReactorNotRestartable : public Error {
  public:
    ReactorNotRestartable()
        : Error(
              "run: a reactor that was stopped cannot run again; "
              "make a new one") {}
};

// Failure() outside a catch block.
class NoCurrentExceptionError : public Error {
  public:
    NoCurrentExceptionError()
        : Error(
              "Failure() needs a current exception: "
              "make it inside a catch block") {}
};

// sendString with more bytes than the length prefix can count
// (twisted.protocols.basic.StringTooLongError).
class StringTooLongError : public Error {
  public:
    StringTooLongError(std::size_t size, std::size_t limit)
        : Error("sendString: cannot send " + std::to_string(size) +
                " bytes: the length prefix counts to " +
                std::to_string(limit)) {}
};

}  // namespace untwist::error
