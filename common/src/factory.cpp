#include "untwist/factory.hpp"

namespace untwist {

void Factory::doStart() {
    if (numPorts_++ == 0) startFactory();
}

void Factory::doStop() {
    if (numPorts_ == 0) return;
    if (--numPorts_ == 0) stopFactory();
}

}  // namespace untwist
