// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sql/connection.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace gatehouse::store::sqlite {

/// Decides when the WAL is copied back into the database: when the writer is idle, or when the WAL has grown
/// past a size. The file's size does not tell, because SQLite writes a WAL that was copied back over from its
/// start; so the frames that each checkpoint reports say how many groups make up the size.
///
/// Under load a thread with a connection of its own copies most of it while groups go on being committed;
/// the writer then copies the little that was added meanwhile, which lets the WAL begin anew. Nobody waits
/// for the long part, unless the disk is slower than the writer. Lives on its thread.
class Checkpointer
{
public:
    using Open = std::function<Result<std::unique_ptr<sql::Connection>>()>;

    /// connection is the writer's; openAnother is called on the thread that copies.
    Checkpointer(sql::Connection& connection, Open openAnother, std::int64_t bytes);
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;
    ~Checkpointer();

    /// One group was committed. Checkpoints when it is time.
    void committed();
    /// Nothing else to do.
    void idle();

private:
    enum class Stage : std::uint8_t
    {
        Waiting,
        Copying, ///< The other thread is at it.
        Copied,  ///< The rest is the writer's.
        Ending
    };

    void checkpoint();
    void copyLoop(const Open& openAnother);

    sql::Connection& m_connection;
    std::int64_t m_bytes;
    std::int64_t m_groups = 0;
    std::int64_t m_groupsPerCheckpoint = 16; ///< A guess, until the first one tells.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_copied;
    std::atomic<Stage> m_stage{Stage::Waiting}; ///< Written under the mutex.
    std::thread m_thread;                       ///< Last: it uses what is above.
};

} // namespace gatehouse::store::sqlite
