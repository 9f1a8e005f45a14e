// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/checkpointer.h"

#include "core/store/sqlite/sqlite_statement.h"

#include <fmt/format.h>

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::int64_t kFrameBytes = 4096 + 24; ///< A page and its header in the WAL.
/// A WAL of that many times its size: the disk cannot follow, and the writer waits for it.
constexpr std::int64_t kMostBehind = 4;
/// And of that many times: reads that keep it from beginning anew are ended.
constexpr std::int64_t kMostGrown = 16;
constexpr std::chrono::milliseconds kCutWait{100};
// PASSIVE never waits for readers or the writer: what they still need stays in the WAL until the next time.
constexpr std::string_view kCheckpoint = "PRAGMA wal_checkpoint(PASSIVE)";

} // namespace

Checkpointer::Checkpointer(Parts parts)
    : m_parts(std::move(parts))
    , m_allowed(std::max<std::int64_t>(1, m_parts.bytes / kFrameBytes))
    , m_thread([this] { copyLoop(); })
{
    countLogFrames(*m_parts.connection, m_frames);
}

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
    m_uncopied = true;
    const auto added = fresh();
    if (m_stage.load() == Stage::Copying && added >= kMostBehind * m_allowed) {
        std::unique_lock lock(m_mutex);
        m_copied.wait(lock, [this] { return m_stage != Stage::Copying; });
    }
    const auto stage = m_stage.load();
    if (stage == Stage::Copied) {
        checkpoint();
        const std::scoped_lock lock(m_mutex);
        m_stage = Stage::Waiting;
    } else if (stage == Stage::Waiting && added >= m_allowed) {
        {
            const std::scoped_lock lock(m_mutex);
            m_stage = Stage::Copying;
        }
        m_wake.notify_one();
    }
}

void Checkpointer::idle()
{
    if (m_uncopied && m_stage.load() != Stage::Copying) {
        checkpoint();
    }
}

std::int64_t Checkpointer::fresh()
{
    if (m_frames < m_framesBefore) {
        m_framesBefore = 0; // The WAL was begun anew.
    }
    return m_frames - m_framesBefore;
}

std::optional<std::int64_t> Checkpointer::run(std::string_view pragma)
{
    auto rows = m_parts.connection->query(pragma);
    if (!rows || !rows->next()) {
        return std::nullopt; // A failing disk shows in the next commit, where somebody can be told.
    }
    return rows->integer(1);
}

void Checkpointer::checkpoint()
{
    m_uncopied = false;
    const auto frames = run(kCheckpoint);
    if (!frames) {
        return;
    }
    m_framesBefore = *frames;
    if (*frames > kMostGrown * m_allowed) {
        bound(*frames);
    }
}

std::int64_t Checkpointer::pages()
{
    auto rows = m_parts.connection->query("PRAGMA page_count");
    return rows && rows->next() ? rows->integer(0) : 0;
}

void Checkpointer::bound(std::int64_t frames)
{
    if (frames <= pages()) {
        return;
    }
    m_parts.endLongReads();
    // Waits a moment for the reads that are left, which are short, and cuts the file; if not now, the next
    // time.
    const auto wait = [this](std::chrono::milliseconds time) {
        static_cast<void>(m_parts.connection->execute(fmt::format("PRAGMA busy_timeout = {}", time.count())));
    };
    wait(kCutWait);
    const auto cut = run("PRAGMA wal_checkpoint(TRUNCATE)");
    wait(m_parts.busyTimeout);
    if (cut && *cut == 0) {
        m_frames = 0;
        m_framesBefore = 0;
    }
    if (m_parts.log != nullptr && !std::exchange(m_told, !cut || *cut > 0)) {
        m_parts.log->write(LogLevel::Warning,
                           "the database's log grew while something long was read; reads of "
                           "more than a second were ended",
                           {{"bytes", std::to_string(frames * kFrameBytes)}});
    }
}

void Checkpointer::copyLoop()
{
    pthread_setname_np(pthread_self(), "store-copier");
    auto connection = m_parts.openAnother();
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
