// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/store/sql/connection.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

namespace gatehouse::store::sqlite {

/// Decides when the WAL is copied back into the database: when the writer is idle, or when the WAL has grown
/// past a size. The file's size does not tell, because SQLite writes a WAL that was copied back over from its
/// start; so the frames are counted that each commit leaves in it.
///
/// A read that goes on for long keeps the WAL from beginning anew, so it grows as long as something is
/// written. Past 16 times its size, or past the size of the database if that is more (a backup needs the time
/// to copy it), reads of more than a second are ended and the WAL is cut.
///
/// Under load a thread with a connection of its own copies most of it while groups go on being committed;
/// the writer then copies the little that was added meanwhile, which lets the WAL begin anew. Nobody waits
/// for the long part, unless the disk is slower than the writer. Lives on its thread.
class Checkpointer
{
public:
    using Open = std::function<Result<std::unique_ptr<sql::Connection>>()>;

    struct Parts
    {
        sql::Connection* connection = nullptr; ///< The writer's.
        Open openAnother;                      ///< Called on the thread that copies.
        std::int64_t bytes = 0;
        std::function<void()> endLongReads;
        LogSink* log = nullptr;                  ///< May be null.
        std::chrono::milliseconds busyTimeout{}; ///< The connection's.
    };

    explicit Checkpointer(Parts parts);
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
    /// Frames written since the last checkpoint.
    [[nodiscard]] std::int64_t fresh();
    /// How many frames the WAL has then.
    [[nodiscard]] std::optional<std::int64_t> run(std::string_view pragma);
    /// Of the database.
    [[nodiscard]] std::int64_t pages();
    void bound(std::int64_t frames);
    void copyLoop();

    Parts m_parts;
    std::int64_t m_allowed;          ///< Frames.
    bool m_uncopied = false;         ///< Something was committed since the last checkpoint.
    bool m_told = false;             ///< Of this growth.
    std::int64_t m_frames = 0;       ///< In the WAL, by the last commit.
    std::int64_t m_framesBefore = 0; ///< In the WAL when the last checkpoint was made.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_copied;
    std::atomic<Stage> m_stage{Stage::Waiting}; ///< Written under the mutex.
    std::thread m_thread;                       ///< Last: it uses what is above.
};

} // namespace gatehouse::store::sqlite
