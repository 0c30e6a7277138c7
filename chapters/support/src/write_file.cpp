#include "support/write_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace untwist::support {
namespace {

[[noreturn]] void fail(const std::string& path) {
    throw std::runtime_error("cannot write " + path + ": " +
                             std::strerror(errno));
}

void writeAll(int fd, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(path);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

// Opens, writes, closes. `path` is what an error names.
void writeTo(const std::string& file, int flags, std::string_view contents,
             const std::string& path) {
    const int fd = ::open(file.c_str(), flags | O_WRONLY | O_CLOEXEC, 0666);
    if (fd < 0) fail(path);
    try {
        writeAll(fd, contents, path);
    } catch (...) {
        ::close(fd);
        throw;
    }
    // Some file systems report a full disk no earlier than here.
    if (::close(fd) != 0) fail(path);
}

}  // namespace

void writeFile(const std::string& path, std::string_view contents) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) &&
        !std::filesystem::is_regular_file(status)) {
        writeTo(path, 0, contents, path);
        return;
    }
    const std::string beside = path + ".part";
    try {
        writeTo(beside, O_CREAT | O_TRUNC, contents, path);
        if (::rename(beside.c_str(), path.c_str()) != 0) fail(path);
    } catch (...) {
        ::unlink(beside.c_str());
        throw;
    }
}

}  // namespace untwist::support
