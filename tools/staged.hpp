// An upgrade that is ready to be put in place, and survives being cut short.
#pragma once

#include <filesystem>

#include "upgrade_plan.hpp"

namespace untwist::tools {

// Copies all new files to build/upgrade/new and then, as the last thing, leaves
// the mark build/upgrade/ready. Until then nothing of the course is touched.
void stage(const std::filesystem::path& root, const UpgradePlan& plan);

// Moves what is staged to its place, each file at once, and removes what is
// gone. Cut short, it goes on when called again: the launcher does that before
// anything else, while the mark is there. False if nothing was ready.
bool putInPlace(const std::filesystem::path& root);

std::filesystem::path stagingFolder(const std::filesystem::path& root);

}  // namespace untwist::tools
