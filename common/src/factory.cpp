#include "untwist/factory.hpp"

namespace untwist {

Factory::Factory() = default;
Factory::~Factory() = default;

void Factory::startFactory() {}
void Factory::stopFactory() {}

void Factory::doStart() {
    if (numPorts_++ == 0) startFactory();
}

void Factory::doStop() {
    if (numPorts_ == 0) return;
    if (--numPorts_ == 0) stopFactory();
}

}  // namespace untwist
