// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/writer.h"

#include "core/store/sqlite/sqlite_connection.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <iterator>
#include <span>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::chrono::milliseconds kIdle{500};

/// The database itself is in trouble, not one job.
bool fatalToGroup(const Error* error)
{
    return error != nullptr
           && (error->code == Errc::Unavailable || error->code == Errc::Corrupt
               || error->code == Errc::Forbidden);
}

/// Runs all in one transaction. On failure nothing of it is in the database.
Status transact(sql::Connection& connection, std::span<std::unique_ptr<sql::Job>> jobs)
{
    GH_TRY(connection.change("BEGIN IMMEDIATE"));
    Status status;
    for (const auto& job : jobs) {
        job->run(connection);
        if (fatalToGroup(job->error())) {
            status = fail(*job->error());
            break;
        }
    }
    if (status) {
        const auto committed = connection.change("COMMIT");
        status = committed ? Status() : Status(fail(committed.error()));
    }
    if (!status) {
        // SQLite may have rolled back by itself already; then there is nothing left to undo.
        static_cast<void>(connection.change("ROLLBACK"));
    }
    return status;
}

} // namespace

Writer::Writer(const StoreOptions& options)
    : m_executor(*options.executor)
    , m_log(options.log)
    , m_maxGroup(options.maxGroup)
{}

Result<std::unique_ptr<Writer>> Writer::start(const std::filesystem::path& file, const StoreOptions& options,
                                              std::function<void()> endLongReads)
{
    auto writer = std::unique_ptr<Writer>(new Writer(options));
    std::promise<Status> opened;
    auto answer = opened.get_future();
    writer->m_thread = std::thread([raw = writer.get(), &file, &options, opened = std::move(opened),
                                    endLongReads = std::move(endLongReads)]() mutable {
        pthread_setname_np(pthread_self(), "store-writer");
        auto connection = openForWriting(file, options);
        if (!connection) {
            opened.set_value(fail(connection.error()));
            return;
        }
        // Copies: the caller's own end with the answer.
        Checkpointer::Parts parts{connection->get(),
                                  [file, options] { return openForWriting(file, options); },
                                  options.checkpointBytes,
                                  std::move(endLongReads),
                                  options.log,
                                  options.busyTimeout};
        opened.set_value({});
        raw->loop(std::move(parts));
    });
    GH_TRY(answer.get());
    return writer;
}

Writer::~Writer()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Writer::submit(std::unique_ptr<sql::Job> job)
{
    bool wake = false;
    {
        const std::scoped_lock lock(m_mutex);
        wake = m_queue.empty();
        m_queue.push_back(std::move(job));
        m_waiting.fetch_add(1);
    }
    if (wake) {
        m_wake.notify_one();
    }
}

Jobs Writer::next(const std::function<void()>& idle)
{
    std::unique_lock lock(m_mutex);
    const auto ready = [this] { return !m_queue.empty() || m_closing; };
    if (!m_wake.wait_for(lock, kIdle, ready)) {
        lock.unlock();
        idle();
        lock.lock();
        m_wake.wait(lock, ready);
    }
    if (m_queue.size() <= m_maxGroup) {
        return std::exchange(m_queue, {});
    }
    const auto end = m_queue.begin() + static_cast<std::ptrdiff_t>(m_maxGroup);
    Jobs group(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    return group;
}

void Writer::loop(Checkpointer::Parts parts)
{
    sql::Connection& connection = *parts.connection;
    Checkpointer checkpointer(std::move(parts));
    while (true) {
        auto jobs = next([&checkpointer] { checkpointer.idle(); });
        if (jobs.empty()) {
            return;
        }
        commit(connection, jobs);
        deliver(std::move(jobs));
        checkpointer.committed();
    }
}

void Writer::commit(sql::Connection& connection, Jobs& jobs)
{
    const auto together = transact(connection, jobs);
    if (together) {
        m_groups.fetch_add(1);
        m_writes.fetch_add(jobs.size());
        return;
    }
    if (m_log != nullptr) {
        m_log->write(LogLevel::Error, "a group of writes failed",
                     {{"error", together.error().message}, {"writes", std::to_string(jobs.size())}});
    }
    for (auto& job : jobs) {
        if (const auto alone = transact(connection, {&job, 1}); alone) {
            m_groups.fetch_add(1);
            m_writes.fetch_add(1);
        } else {
            job->refuse(alone.error());
        }
    }
}

void Writer::deliver(Jobs jobs)
{
    m_waiting.fetch_sub(jobs.size());
    std::erase_if(jobs, [](const auto& job) { return !job->wanted(); });
    // One message for each thread that waits, in the order of the writes.
    while (!jobs.empty()) {
        auto* const wanted = jobs.front()->answerOn();
        const auto rest = std::stable_partition(
            jobs.begin(), jobs.end(), [wanted](const auto& job) { return job->answerOn() == wanted; });
        Jobs together(std::make_move_iterator(jobs.begin()), std::make_move_iterator(rest));
        jobs.erase(jobs.begin(), rest);
        (wanted != nullptr ? *wanted : m_executor).post([together = std::move(together)] {
            for (const auto& job : together) {
                job->answer();
            }
        });
    }
}

} // namespace gatehouse::store::sqlite
