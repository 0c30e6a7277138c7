// The commands of ./untwist, one file each. They return the exit code; main.cpp
// has their options and prints what they throw.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalogue.hpp"

namespace untwist::tools {

struct Course {
    std::filesystem::path root;
    Catalogue catalogue;
};

struct RunOptions {
    std::string program;  // as typed: 3, 03-echo, 3/blocking
    bool release = false;
    bool dev = false;
    std::vector<std::string> arguments;  // for the program
};

// Builds a chapter's program and becomes it.
int run(const Course& course, const RunOptions& options);

// Shows the chapters, their programs and their exercises.
int list(const Course& course);

// Builds the learner's answer with its checks, and runs them. With `arguments`
// it becomes the check program, which gets them.
int check(const Course& course, const std::string& exercise,
          const std::vector<std::string>& arguments);

// Builds everything and becomes ctest, which gets `arguments` too.
int test(const Course& course, const std::vector<std::string>& arguments);

}  // namespace untwist::tools
