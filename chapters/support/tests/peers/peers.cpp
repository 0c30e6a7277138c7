#include "peers.hpp"

#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace untwist::support {

namespace {

std::string script(const std::string& name) {
    return UNTWIST_PEERS_DIR "/" + name;
}

bool hasTwisted(const std::string& python) {
    if (!std::filesystem::exists(python)) return false;
    return Program({python, "-c", "import twisted"}).wait() == 0;
}

}  // namespace

std::string findTool(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto file = std::filesystem::path(folder) / name;
        if (std::filesystem::is_regular_file(file)) return file;
    }
    return "";
}

// The system's own comes last: it is where a package for Twisted puts it,
// whatever else is called python3 here.
std::string findTwisted() {
    static const std::string found = [] {
        for (const auto& python :
             {findTool("python3"), std::string("/usr/bin/python3")}) {
            if (hasTwisted(python)) return python;
        }
        return std::string();
    }();
    return found;
}

std::string chapterProgram(const std::string& chapter,
                           const std::string& twin) {
    return std::string(UNTWIST_CHAPTERS_DIR) + '/' + chapter + '/' + chapter +
           (twin.empty() ? "" : '-' + twin);
}

Listening chapterServer(const std::string& chapter, const std::string& twin,
                        const std::vector<std::string>& more) {
    std::vector<std::string> argv{chapterProgram(chapter, twin), "--port", "0"};
    argv.insert(argv.end(), more.begin(), more.end());
    return Listening(std::move(argv));
}

Listening twistedServer(const std::string& kind) {
    return Listening({findTwisted(), script("twisted_servers.py"), kind});
}

std::string twistedClient(const std::string& kind, std::uint16_t port) {
    Program client({findTwisted(), script("twisted_clients.py"), kind,
                    std::to_string(port)});
    client.wait();
    return client.output() + client.errors();
}

}  // namespace untwist::support
