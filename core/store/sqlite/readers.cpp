// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/readers.h"

#include "core/store/sqlite/sqlite_connection.h"
#include "core/store/sqlite/sqlite_statement.h"

#include <pthread.h>

#include <algorithm>
#include <future>

namespace gatehouse::store::sqlite {

Result<std::unique_ptr<Readers>> Readers::start(const std::filesystem::path& file,
                                                const StoreOptions& options)
{
    auto readers = std::unique_ptr<Readers>(new Readers(*options.executor, *options.clock));
    for (std::size_t i = 0; i < std::max<std::size_t>(1, options.readers); ++i) {
        GH_TRY(readers->add(file, options));
    }
    return readers;
}

Status Readers::add(const std::filesystem::path& file, const StoreOptions& options)
{
    std::promise<Status> opened;
    auto answer = opened.get_future();
    m_threads.emplace_back([this, &file, &options, opened = std::move(opened)]() mutable {
        pthread_setname_np(pthread_self(), "store-reader");
        auto connection = openForReading(file, options);
        if (!connection) {
            opened.set_value(fail(connection.error()));
            return;
        }
        Work* work = nullptr;
        {
            const std::scoped_lock lock(m_working);
            work = &m_work.emplace_back();
            work->interrupt = interrupterOf(**connection);
        }
        opened.set_value({});
        loop(**connection, *work);
    });
    return answer.get();
}

void Readers::close()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) {
        thread.join();
    }
    m_threads.clear();
}

void Readers::submit(std::unique_ptr<sql::Job> job)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_one();
}

std::unique_ptr<sql::Job> Readers::next()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return !m_queue.empty() || m_closing; });
    if (m_queue.empty()) {
        return nullptr;
    }
    auto job = std::move(m_queue.front());
    m_queue.pop_front();
    return job;
}

void Readers::endOlderThan(std::chrono::milliseconds age)
{
    const std::scoped_lock lock(m_working);
    for (const Work& work : m_work) {
        if (work.begun && m_clock.steady() - *work.begun >= age) {
            work.interrupt();
        }
    }
}

void Readers::loop(sql::Connection& connection, Work& work)
{
    const auto begin = [this, &work](std::optional<SteadyTime> at) {
        const std::scoped_lock lock(m_working);
        work.begun = at;
    };
    while (auto job = next()) {
        begin(m_clock.steady());
        job->run(connection);
        begin(std::nullopt);
        m_executor.post([job = std::move(job)] { job->answer(); });
    }
}

} // namespace gatehouse::store::sqlite
