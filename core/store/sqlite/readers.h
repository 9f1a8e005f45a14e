// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/open.h"
#include "core/store/sql/job.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
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
    /// Answers what was submitted, then ends the threads.
    ~Readers();

    /// Any thread.
    void submit(std::unique_ptr<sql::Job> job);

private:
    explicit Readers(runtime::Executor& executor)
        : m_executor(executor)
    {}

    [[nodiscard]] Status add(const std::filesystem::path& file, const StoreOptions& options);
    void loop(sql::Connection& connection);
    [[nodiscard]] std::unique_ptr<sql::Job> next();

    runtime::Executor& m_executor;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::unique_ptr<sql::Job>> m_queue;
    bool m_closing = false;
    std::vector<std::thread> m_threads; ///< Last: they use everything above.
};

} // namespace gatehouse::store::sqlite
