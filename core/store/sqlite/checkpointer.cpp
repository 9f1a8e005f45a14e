// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/checkpointer.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::int64_t kFrameBytes = 4096 + 24; ///< A page and its header in the WAL.
constexpr std::int64_t kMaxGroups = 16'384;
/// A WAL of that many times its size: the disk cannot follow, and the writer waits for it.
constexpr std::int64_t kMostBehind = 4;
// PASSIVE never waits for readers or the writer: what they still need stays in the WAL until the next time.
constexpr std::string_view kCheckpoint = "PRAGMA wal_checkpoint(PASSIVE)";

} // namespace

Checkpointer::Checkpointer(sql::Connection& connection, Open openAnother, std::int64_t bytes)
    : m_connection(connection)
    , m_bytes(bytes)
    , m_thread([this, open = std::move(openAnother)] { copyLoop(open); })
{}

Checkpointer::~Checkpointer()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stage = Stage::Ending;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Checkpointer::committed()
{
    ++m_groups;
    if (m_stage.load() == Stage::Copying && m_groups >= kMostBehind * m_groupsPerCheckpoint) {
        std::unique_lock lock(m_mutex);
        m_copied.wait(lock, [this] { return m_stage != Stage::Copying; });
    }
    const auto stage = m_stage.load();
    if (stage == Stage::Copied) {
        checkpoint();
        const std::scoped_lock lock(m_mutex);
        m_stage = Stage::Waiting;
    } else if (stage == Stage::Waiting && m_groups >= m_groupsPerCheckpoint) {
        {
            const std::scoped_lock lock(m_mutex);
            m_stage = Stage::Copying;
        }
        m_wake.notify_one();
    }
}

void Checkpointer::idle()
{
    if (m_groups > 0 && m_stage.load() != Stage::Copying) {
        checkpoint();
    }
}

void Checkpointer::checkpoint()
{
    auto rows = m_connection.query(kCheckpoint);
    const auto groups = std::exchange(m_groups, 0);
    if (!rows || !rows->next()) {
        return; // A failing disk shows in the next commit, where somebody can be told.
    }
    const auto frames = std::max<std::int64_t>(1, rows->integer(1));
    const auto allowed = std::max<std::int64_t>(1, m_bytes / kFrameBytes);
    m_groupsPerCheckpoint =
        std::clamp<std::int64_t>(allowed * std::max<std::int64_t>(1, groups) / frames, 1, kMaxGroups);
}

void Checkpointer::copyLoop(const Open& openAnother)
{
    pthread_setname_np(pthread_self(), "store-copier");
    auto connection = openAnother();
    std::unique_lock lock(m_mutex);
    while (m_stage != Stage::Ending) {
        m_wake.wait(lock, [this] { return m_stage == Stage::Copying || m_stage == Stage::Ending; });
        if (m_stage == Stage::Ending) {
            return;
        }
        lock.unlock();
        if (connection) {
            auto rows = (*connection)->query(kCheckpoint);
            static_cast<void>(rows && rows->next()); // What fails here the writer's own part meets again.
        }
        lock.lock();
        if (m_stage == Stage::Copying) {
            m_stage = Stage::Copied;
            m_copied.notify_one();
        }
    }
}

} // namespace gatehouse::store::sqlite
