// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded into a node under test (LD_PRELOAD): a disk that is full or read-only and a clock that jumps,
// switched on and off from outside while the node runs. The switches are a small file that both sides map
// into memory (tests/e2e/faults.h). Only regular files fail; sockets and pipes work as ever.
#include "tests/e2e/faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <ctime>

namespace {

using gatehouse::e2e::FaultSwitches;

template <class Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

const FaultSwitches* switches()
{
    static const FaultSwitches* const mapped = []() -> const FaultSwitches* {
        static const FaultSwitches none;
        const char* path = std::getenv("GATEHOUSE_FAULTS");
        // Not our own open(), which asks for the switches.
        auto* const open = real<int(const char*, int, ...)>("open");
        const int file = path == nullptr ? -1 : open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0) {
            return &none;
        }
        void* memory = ::mmap(nullptr, sizeof(FaultSwitches), PROT_READ, MAP_SHARED, file, 0);
        ::close(file);
        return memory == MAP_FAILED ? &none : static_cast<const FaultSwitches*>(memory);
    }();
    return mapped;
}

/// Sets errno when a write to that descriptor is to fail.
bool refused(int descriptor)
{
    const int error = switches()->writeError.load();
    struct stat status = {};
    if (error == 0 || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return false;
    }
    errno = error;
    return true;
}

bool refusedToMake(int flags)
{
    const int error = switches()->writeError.load();
    if (error == 0 || (flags & O_CREAT) == 0) {
        return false;
    }
    errno = error;
    return true;
}

} // namespace

// The C library's own names and types.
extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size)
{
    static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
    return refused(descriptor) ? -1 : next(descriptor, bytes, size);
}

ssize_t writev(int descriptor, const iovec* parts, int count)
{
    static auto* const next = real<ssize_t(int, const iovec*, int)>("writev");
    return refused(descriptor) ? -1 : next(descriptor, parts, count);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset)
{
    static auto* const next = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    return refused(descriptor) ? -1 : next(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset)
{
    static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    return refused(descriptor) ? -1 : next(descriptor, bytes, size, offset);
}

int open(const char* path, int flags, ...)
{
    static auto* const next = real<int(const char*, int, ...)>("open");
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return refusedToMake(flags) ? -1 : next(path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    static auto* const next = real<int(const char*, int, ...)>("open64");
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return refusedToMake(flags) ? -1 : next(path, flags, mode);
}

int clock_gettime(clockid_t clock, timespec* at)
{
    static auto* const next = real<int(clockid_t, timespec*)>("clock_gettime");
    const int result = next(clock, at);
    if (result == 0 && clock == CLOCK_REALTIME) {
        at->tv_sec += switches()->clockOffsetSeconds.load();
    }
    return result;
}
}
