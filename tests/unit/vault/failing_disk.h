// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

namespace gatehouse::test {

/// SQLite's own file layer with a fault in it: after so many writes, syncs and truncations every further one
/// fails, as on a disk that is full or gone. For the whole process while it lives (Qt's driver uses the same
/// SQLite).
class FailingDisk
{
public:
    FailingDisk();
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;
    ~FailingDisk();

    /// That many more succeed; -1: all do.
    static void failAfter(int operations);
    /// Operations that came since the last failAfter().
    [[nodiscard]] static int operations();

private:
    sqlite3_vfs* m_real;
};

} // namespace gatehouse::test
