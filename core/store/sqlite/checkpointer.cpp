// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/checkpointer.h"

#include <algorithm>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::int64_t kFrameBytes = 4096 + 24; ///< A page and its header in the WAL.
constexpr std::int64_t kMaxGroups = 16'384;

} // namespace

void Checkpointer::committed()
{
    if (++m_groups >= m_groupsPerCheckpoint) {
        checkpoint();
    }
}

void Checkpointer::idle()
{
    if (pending()) {
        checkpoint();
    }
}

void Checkpointer::checkpoint()
{
    // PASSIVE never waits for readers: what they still need stays in the WAL until the next time.
    auto rows = m_connection.query("PRAGMA wal_checkpoint(PASSIVE)");
    const auto groups = std::exchange(m_groups, 0);
    if (!rows || !rows->next()) {
        return; // A failing disk shows in the next commit, where somebody can be told.
    }
    const auto frames = std::max<std::int64_t>(1, rows->integer(1));
    const auto allowed = std::max<std::int64_t>(1, m_bytes / kFrameBytes);
    m_groupsPerCheckpoint =
        std::clamp<std::int64_t>(allowed * std::max<std::int64_t>(1, groups) / frames, 1, kMaxGroups);
}

} // namespace gatehouse::store::sqlite
