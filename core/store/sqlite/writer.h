// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/open.h"
#include "core/store/sql/job.h"
#include "core/store/sqlite/checkpointer.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::store::sqlite {

using Jobs = std::vector<std::unique_ptr<sql::Job>>;

/// The one thread that writes. Whatever was submitted while the last group was being committed becomes the
/// next group, so the fsync is shared exactly when there is something to share it with, and nobody waits for
/// company. A job that fails leaves its group alone; when the database itself fails, the group is rolled back
/// and each job is tried once more in a transaction of its own, so that a job too large for the disk does not
/// take its neighbours down.
class Writer
{
public:
    /// Opens its connection; blocks until that is done.
    /// endLongReads: called on the writer's thread when reads keep the WAL from beginning anew.
    [[nodiscard]] static Result<std::unique_ptr<Writer>>
    start(const std::filesystem::path& file, const StoreOptions& options, std::function<void()> endLongReads);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    /// Commits what was submitted, then ends the thread.
    ~Writer();

    /// Any thread.
    void submit(std::unique_ptr<sql::Job> job);

    [[nodiscard]] std::size_t waiting() const noexcept { return m_waiting.load(); }

    [[nodiscard]] std::uint64_t groups() const noexcept { return m_groups.load(); }

    [[nodiscard]] std::uint64_t writes() const noexcept { return m_writes.load(); }

private:
    explicit Writer(const StoreOptions& options);

    void loop(Checkpointer::Parts parts);
    /// The next group; empty when the thread has to end. idle() is called when a while passes without one.
    [[nodiscard]] Jobs next(const std::function<void()>& idle);
    void commit(sql::Connection& connection, Jobs& jobs);
    void deliver(Jobs jobs);

    runtime::Executor& m_executor;
    LogSink* m_log;
    std::size_t m_maxGroup;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    Jobs m_queue;
    bool m_closing = false;

    std::atomic<std::size_t> m_waiting{0};
    std::atomic<std::uint64_t> m_groups{0};
    std::atomic<std::uint64_t> m_writes{0};
    std::thread m_thread; ///< Last: it uses everything above.
};

} // namespace gatehouse::store::sqlite
