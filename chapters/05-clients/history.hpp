// What becomes of each client, and when: told as it happens, drawn at the end.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "untwist/reactor_interfaces.hpp"

class History {
  public:
    using Say = std::function<void(std::string_view line)>;

    // Time counts from here on. `say` is given each line as it happens.
    History(const untwist::IReactorTime& time, Say say);

    void connected(int client);
    void failed(int client, const std::string& why);
    void lost(int client);

    // A row for each client under a scale in seconds: "=" while it is
    // connected, "x" where an attempt failed, "-" while it waits for the next.
    std::string drawn() const;

  private:
    struct Moment {
        untwist::Duration when;
        char mark;   // at that moment
        char after;  // from then on
    };

    void note(int client, const std::string& what, char mark, char after);
    std::size_t column(untwist::Duration when) const;
    std::string scale() const;
    std::string row(const std::vector<Moment>& moments) const;

    const untwist::IReactorTime& time_;
    Say say_;
    untwist::Duration began_;
    std::map<int, std::vector<Moment>> moments_;
};
