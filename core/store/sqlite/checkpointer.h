// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sql/connection.h"

#include <cstdint>

namespace gatehouse::store::sqlite {

/// Decides when the writer copies the WAL back into the database: when it is idle, or when the WAL has grown
/// past a size. The file's size does not tell, because SQLite writes a WAL that was copied back over from its
/// start; so the frames that each checkpoint reports say how many groups make up the size. Lives on the
/// writer's thread.
class Checkpointer
{
public:
    Checkpointer(sql::Connection& connection, std::int64_t bytes)
        : m_connection(connection)
        , m_bytes(bytes)
    {}

    /// One group was committed. Checkpoints when it is time.
    void committed();
    /// Nothing else to do.
    void idle();

    [[nodiscard]] bool pending() const noexcept { return m_groups > 0; }

private:
    void checkpoint();

    sql::Connection& m_connection;
    std::int64_t m_bytes;
    std::int64_t m_groups = 0;
    std::int64_t m_groupsPerCheckpoint = 64;
};

} // namespace gatehouse::store::sqlite
