#include "untwist/process.hpp"

#include <cstring>
#include <stdexcept>
#include <utility>

#include "untwist/error.hpp"

namespace untwist {

namespace {

std::string howItEnded(std::optional<int> exitCode, std::optional<int> signal) {
    if (exitCode) {
        return "the process ended with exit code " + std::to_string(*exitCode);
    }
    if (signal) {
        return "the process was ended by signal " + std::to_string(*signal) +
               " (" + ::strsignal(*signal) + ")";
    }
    return "the process has ended; how cannot be known, because something "
           "else has waited for it";
}

}  // namespace

error::ProcessTerminated::ProcessTerminated(std::optional<int> code,
                                            std::optional<int> number)
    : ConnectionLost(howItEnded(code, number).c_str(), {}),
      exitCode(code),
      signal(number) {}

void ProcessProtocol::childDataReceived(int childFD, Bytes data) {
    if (childFD == 1) outReceived(data);
    if (childFD == 2) errReceived(data);
}

void ProcessProtocol::childConnectionLost(int childFD) {
    if (childFD == 0) inConnectionLost();
    if (childFD == 1) outConnectionLost();
    if (childFD == 2) errConnectionLost();
}

ProcessTransport& ProcessProtocol::transport() const {
    if (!transport_) {
        throw std::logic_error(
            "transport(): there is no process before connectionMade");
    }
    return *transport_;
}

void ProcessProtocol::makeConnection(
    std::shared_ptr<ProcessTransport> transport) {
    transport_ = std::move(transport);
    connectionMade();
}

}  // namespace untwist
