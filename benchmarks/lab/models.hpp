// The models by name, and the server that each becomes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "listening.hpp"
#include "service.hpp"

namespace untwist::lab {

struct Model {
    std::string name;   // "threads"
    char letter;        // in the terminal's plots
    std::string title;  // "a thread per client"
    std::function<void(std::uint16_t, const Service&, const Listening&)> serve;
};

// All of them, in the order in which they are told about.
const std::vector<Model>& models();

// Those of a list such as "threads,reactor", in that order. Throws
// std::invalid_argument for a name that is none, and names the option.
std::vector<Model> chooseModels(const std::string& option,
                                const std::string& list);

// Serves until a signal comes. Prints where it listens. If the model fails, on
// whatever thread, prints the reason to standard error and ends with 1.
[[noreturn]] void serve(const Model& model, std::uint16_t port,
                        const Service& service);

// What to call an error of a server: "out of descriptors", "out of threads",
// or its own words.
std::string reasonOf(const std::exception& error);

}  // namespace untwist::lab
