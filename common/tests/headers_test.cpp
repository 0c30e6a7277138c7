// The public headers: all together here, each alone in common-headers.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "all_public_headers.hpp"

#ifdef ASIO_VERSION
#error "a public header includes Asio"
#endif

namespace fs = std::filesystem;

namespace {

const fs::path kInclude = UNTWIST_INCLUDE_DIR;

// "untwist/reactor.hpp" and so on, as they are in the folder.
std::set<std::string> publicHeaders() {
    std::set<std::string> headers;
    for (const auto& entry : fs::recursive_directory_iterator(kInclude)) {
        const auto name = fs::relative(entry.path(), kInclude).generic_string();
        const bool isPart = name.find("/detail/") != std::string::npos;
        if (entry.is_regular_file() && !isPart) headers.insert(name);
    }
    return headers;
}

std::set<std::string> headersThatAreCompiledAlone() {
    std::set<std::string> headers;
    std::string name;
    std::istringstream list(UNTWIST_PUBLIC_HEADERS);
    while (std::getline(list, name, ' ')) headers.insert(name);
    return headers;
}

bool includesAsio(const fs::path& header) {
    static const std::regex asio(R"(^\s*#\s*include\s*[<"]asio)");
    std::ifstream file(header);
    std::string line;
    while (std::getline(file, line)) {
        if (std::regex_search(line, asio)) return true;
    }
    return false;
}

}  // namespace

TEST_SUITE("headers") {
    TEST_CASE("no header includes Asio: it stays in src/") {
        for (const auto& entry : fs::recursive_directory_iterator(kInclude)) {
            CAPTURE(entry.path());
            if (entry.is_regular_file())
                CHECK_FALSE(includesAsio(entry.path()));
        }
    }

    TEST_CASE("every public header is compiled alone") {
        const auto compiled = headersThatAreCompiledAlone();
        for (const auto& header : publicHeaders()) {
            CHECK_MESSAGE(
                compiled.contains(header),
                "add " << header << " to common/tests/CMakeLists.txt");
        }
    }
}
