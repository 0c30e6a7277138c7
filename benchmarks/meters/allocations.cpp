// Loaded into a program before its own libraries (LD_PRELOAD): counts what it
// allocates, in a file that its environment names.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

// glibc's own, under the names that it keeps for those who replace malloc.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}
// NOLINTEND(bugprone-reserved-identifier)

namespace {

std::uint64_t uncounted = 0;
std::uint64_t* counter = &uncounted;

__attribute__((constructor)) void openCounter() {
    const char* const file = std::getenv("UNTWIST_ALLOCATIONS");
    if (!file) return;
    const int descriptor = ::open(file, O_RDWR | O_CLOEXEC);
    void* const mapped =
        ::mmap(nullptr, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED,
               descriptor, 0);
    ::close(descriptor);
    if (mapped != MAP_FAILED) counter = static_cast<std::uint64_t*>(mapped);
}

void count() { __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED); }

}  // namespace

extern "C" {

void* malloc(std::size_t size) {
    count();
    return __libc_malloc(size);
}

void* calloc(std::size_t number, std::size_t size) {
    count();
    return __libc_calloc(number, size);
}

void* realloc(void* memory, std::size_t size) {
    count();
    return __libc_realloc(memory, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    *memory = memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
}
