// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/open.h"
#include "core/store/sql/job.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace gatehouse::store::sqlite {

/// A few threads that read, each on a connection of its own that cannot write. A long read holds up neither
/// the writer nor (while there is another reader) a short one.
class Readers
{
public:
    /// Opens the connections; blocks until that is done.
    [[nodiscard]] static Result<std::unique_ptr<Readers>> start(const std::filesystem::path& file,
                                                                const StoreOptions& options);
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    ~Readers() { close(); }

    /// Answers what was submitted, then ends the threads and their connections.
    void close();

    /// Any thread.
    void submit(std::unique_ptr<sql::Job> job);
    /// Ends the reads that have been at it for longer than that; they are answered with Unavailable. Any
    /// thread.
    void endOlderThan(std::chrono::milliseconds age);

private:
    /// What one thread is doing.
    struct Work
    {
        std::function<void()> interrupt;
        std::optional<SteadyTime> begun; ///< Unset: nothing.
    };

    Readers(runtime::Executor& executor, const Clock& clock)
        : m_executor(executor)
        , m_clock(clock)
    {}

    [[nodiscard]] Status add(const std::filesystem::path& file, const StoreOptions& options);
    void loop(sql::Connection& connection, Work& work);
    [[nodiscard]] std::unique_ptr<sql::Job> next();

    runtime::Executor& m_executor;
    const Clock& m_clock;
    std::mutex m_working;
    std::list<Work> m_work; ///< Of each thread, under m_working.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::unique_ptr<sql::Job>> m_queue;
    bool m_closing = false;
    std::vector<std::thread> m_threads; ///< Last: they use everything above.
};

} // namespace gatehouse::store::sqlite
