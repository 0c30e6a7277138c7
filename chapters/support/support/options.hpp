// The command line that every chapter program shares.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "untwist/duration.hpp"

namespace untwist::support {

// --host, --port, --trace, --help, and what a chapter adds. Declare options
// with add and flag, then parse once.
class Options {
  public:
    // `about` is the first line of --help; without it, the program's name is.
    explicit Options(std::string about = "");

    // --help, and what the program adds: for one that is no chapter's.
    enum class Only { own };
    Options(std::string about, Only own);
    ~Options();
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;

    // `name` is "--tasks"; *value is the default and receives the answer. A
    // Duration is written 40ms, 1.5s or 200us. The value must outlive parse.
    void add(const std::string& name, int* value, const std::string& help,
             int least, int most);
    void add(const std::string& name, double* value, const std::string& help,
             double least, double most);
    void add(const std::string& name, Duration* value, const std::string& help,
             Duration least, Duration most);
    void add(const std::string& name, std::string* value,
             const std::string& help);
    void flag(const std::string& name, bool* value, const std::string& help);

    // Reads the command line. On --help or a mistake, prints help, or one line
    // that says what is wrong and what is allowed, and returns the exit code
    // (0, or 2) for main to return; else returns -1.
    int parse(int argc, const char* const* argv);

    // The --port that was given, or `standard`. 0 lets the system pick.
    std::uint16_t port(std::uint16_t standard) const;
    std::string host() const;     // --host as an IP address, or "127.0.0.1"
    std::string address() const;  // host and what port() last answered
    std::string trace() const;    // --trace FILE, or ""
    std::string command() const;  // "./untwist run 3", after parse

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// 40ms, 1.5s, 200us: the shortest way to write it, as options take it.
std::string toString(Duration duration);

}  // namespace untwist::support
