// Limits that any protocol can be put under (twisted.protocols.policies).
#pragma once

#include "untwist/connection_limits.hpp"
#include "untwist/throttling_factory.hpp"
#include "untwist/timeout_mixin.hpp"
#include "untwist/wrapping_factory.hpp"
