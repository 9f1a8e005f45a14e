// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/vault/failing_disk.h"

#include <cstddef>
#include <cstring>
#include <new>

namespace gatehouse::test {
namespace {

int g_left = -1;   // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): SQLite calls plain functions
int g_counted = 0; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
sqlite3_vfs g_vfs; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

/// SQLite's file, with the real one behind it.
struct File
{
    sqlite3_file base;

    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* realOf(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file)->real();
}

bool broken()
{
    ++g_counted;
    if (g_left == 0) {
        return true;
    }
    g_left -= g_left > 0 ? 1 : 0;
    return false;
}

int close(sqlite3_file* file)
{
    return realOf(file)->pMethods->xClose(realOf(file));
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset)
{
    return realOf(file)->pMethods->xRead(realOf(file), to, amount, offset);
}

int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset)
{
    return broken() ? SQLITE_IOERR_WRITE : realOf(file)->pMethods->xWrite(realOf(file), from, amount, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    return broken() ? SQLITE_IOERR_TRUNCATE : realOf(file)->pMethods->xTruncate(realOf(file), size);
}

int sync(sqlite3_file* file, int flags)
{
    return broken() ? SQLITE_IOERR_FSYNC : realOf(file)->pMethods->xSync(realOf(file), flags);
}

int fileSize(sqlite3_file* file, sqlite3_int64* size)
{
    return realOf(file)->pMethods->xFileSize(realOf(file), size);
}

int lock(sqlite3_file* file, int level)
{
    return realOf(file)->pMethods->xLock(realOf(file), level);
}

int unlock(sqlite3_file* file, int level)
{
    return realOf(file)->pMethods->xUnlock(realOf(file), level);
}

int checkReserved(sqlite3_file* file, int* out)
{
    return realOf(file)->pMethods->xCheckReservedLock(realOf(file), out);
}

int control(sqlite3_file* file, int operation, void* argument)
{
    return realOf(file)->pMethods->xFileControl(realOf(file), operation, argument);
}

int sectorSize(sqlite3_file* file)
{
    return realOf(file)->pMethods->xSectorSize(realOf(file));
}

int characteristics(sqlite3_file* file)
{
    return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
}

int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** out)
{
    return realOf(file)->pMethods->xShmMap(realOf(file), page, size, extend, out);
}

int shmLock(sqlite3_file* file, int offset, int count, int flags)
{
    return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
}

void shmBarrier(sqlite3_file* file)
{
    realOf(file)->pMethods->xShmBarrier(realOf(file));
}

int shmUnmap(sqlite3_file* file, int remove)
{
    return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
}

/// Version 2: write-ahead logs, but no memory-mapped writes past us.
const sqlite3_io_methods kMethods = {
    2,        close,         read,    write,      truncate,        sync,   fileSize, lock,
    unlock,   checkReserved, control, sectorSize, characteristics, shmMap, shmLock,  shmBarrier,
    shmUnmap, nullptr,       nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out)
{
    auto* real = static_cast<sqlite3_vfs*>(vfs->pAppData);
    auto* ours = reinterpret_cast<File*>(file);
    const int result = real->xOpen(real, name, ours->real(), flags, out);
    ours->base.pMethods = ours->real()->pMethods == nullptr ? nullptr : &kMethods;
    return result;
}

} // namespace

FailingDisk::FailingDisk()
    : m_real(sqlite3_vfs_find(nullptr))
{
    g_vfs = *m_real;
    g_vfs.zName = "failing";
    g_vfs.pAppData = m_real;
    g_vfs.szOsFile = static_cast<int>(sizeof(File)) + m_real->szOsFile;
    g_vfs.xOpen = open;
    failAfter(-1);
    sqlite3_vfs_register(&g_vfs, 1);
}

FailingDisk::~FailingDisk()
{
    sqlite3_vfs_register(m_real, 1);
    sqlite3_vfs_unregister(&g_vfs);
}

void FailingDisk::failAfter(int operations)
{
    g_left = operations;
    g_counted = 0;
}

int FailingDisk::operations()
{
    return g_counted;
}

} // namespace gatehouse::test
