// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/cpu_pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::runtime {

namespace {

struct Job
{
    CpuPool::Work work;
    std::stop_token stop;
};

/// One stop source fed by two tokens: the caller's and the thread's.
void runJob(const Job& job, const std::stop_token& poolStop)
{
    if (job.stop.stop_requested() || poolStop.stop_requested()) {
        return;
    }
    std::stop_source either;
    const auto request = [&either] { either.request_stop(); };
    const std::stop_callback fromCaller(job.stop, request);
    const std::stop_callback fromPool(poolStop, request);
    job.work(either.get_token());
}

} // namespace

class CpuPool::Impl
{
public:
    explicit Impl(std::size_t threads)
    {
        for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
            m_threads.emplace_back([this](const std::stop_token& stop) { run(stop); });
        }
    }

    void submit(Job job)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_one();
    }

private:
    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            Job job;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, stop, [this] { return !m_jobs.empty(); })) {
                    return;
                }
                job = std::move(m_jobs.front());
                m_jobs.pop_front();
            }
            runJob(job, stop);
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_jobs;
    std::vector<std::jthread> m_threads; // last: joined before what they use goes away
};

CpuPool::CpuPool(std::size_t threads)
    : m_impl(std::make_unique<Impl>(threads))
{}

CpuPool::~CpuPool() = default;

void CpuPool::submit(Work work, std::stop_token stop)
{
    m_impl->submit({std::move(work), std::move(stop)});
}

} // namespace gatehouse::runtime
