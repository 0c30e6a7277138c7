#include "untwist/protocol.hpp"

#include <stdexcept>
#include <utility>

namespace untwist {

Protocol::Protocol() = default;
Protocol::~Protocol() = default;

void Protocol::connectionMade() {}
void Protocol::dataReceived(Bytes /*data*/) {}
void Protocol::connectionLost(const Failure& /*reason*/) {}

void Protocol::makeConnection(std::shared_ptr<Transport> transport) {
    transport_ = std::move(transport);
    connectionMade();
}

Transport& Protocol::transport() const {
    if (!transport_) {
        throw std::logic_error(
            "transport(): there is no connection before connectionMade");
    }
    return *transport_;
}

}  // namespace untwist
