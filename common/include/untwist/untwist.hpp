// All of the library, for programs that use it.
#pragma once

#include "untwist/address.hpp"
#include "untwist/bytes.hpp"
#include "untwist/deferred.hpp"
#include "untwist/delayed_call.hpp"
#include "untwist/duration.hpp"
#include "untwist/error.hpp"
#include "untwist/factory.hpp"
#include "untwist/failure.hpp"
#include "untwist/function.hpp"
#include "untwist/log.hpp"
#include "untwist/observer.hpp"
#include "untwist/protocol.hpp"
#include "untwist/reactor.hpp"
#include "untwist/reactor_interfaces.hpp"
#include "untwist/transport.hpp"
