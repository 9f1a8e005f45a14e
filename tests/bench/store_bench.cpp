// SPDX-License-Identifier: GPL-3.0-or-later
// Durable writes a second, one transaction each against groups, and what a single waiting writer sees.
// store_bench [DIRECTORY] [SECONDS] [events-alone]: with the last, only webhooks' events, a transaction each.
#include "core/runtime/event_thread.h"
#include "core/store/open.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::chrono_literals;
using gatehouse::Result;
using gatehouse::SteadyTime;
using gatehouse::store::Store;

struct Plan
{
    const char* name;
    std::size_t maxGroup;
    int inFlight;
    std::size_t detailBytes;
    bool events = false; ///< Received webhooks instead of calls.
};

/// Keeps a number of writes in flight until the time is over, then waits for the last answer. Everything but
/// run() happens on the executor's thread.
class Load
{
public:
    Load(Store& store, const gatehouse::Clock& clock, const Plan& plan)
        : m_store(store)
        , m_clock(clock)
        , m_plan(plan)
        , m_detail(plan.detailBytes, 'd')
    {}

    void run(gatehouse::runtime::Executor& executor, std::chrono::milliseconds time)
    {
        m_begin = m_clock.steady();
        m_end = m_begin + time;
        m_executor = &executor;
        executor.post([this] {
            for (int i = 0; i < m_plan.inFlight; ++i) {
                append();
            }
        });
        std::unique_lock lock(m_mutex);
        m_over.wait(lock, [this] { return m_done; });
    }

    void print()
    {
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto at = [this](std::size_t percent) {
            const auto index = std::min(m_latencies.size() - 1, m_latencies.size() * percent / 100);
            return std::chrono::duration<double, std::milli>(m_latencies[index]).count();
        };
        const std::chrono::duration<double> took = m_last - m_begin;
        std::printf("%-34s %9.0f %s/s   p50 %7.2f ms   p99 %7.2f ms\n", m_plan.name,
                    static_cast<double>(m_latencies.size()) / took.count(),
                    m_plan.events ? "events" : "writes", at(50), at(99));
    }

private:
    template <class T>
    gatehouse::Completion<T> counting()
    {
        return [this, from = m_clock.steady()](const Result<T>& result) {
            if (!result) {
                std::fprintf(stderr, "%s\n", result.error().message.c_str());
                std::exit(1); // NOLINT(concurrency-mt-unsafe)
            }
            m_last = m_clock.steady();
            m_latencies.push_back(m_last - from);
            --m_open;
            if (m_last < m_end) {
                append();
            } else if (m_open == 0) {
                const std::scoped_lock lock(m_mutex);
                m_done = true;
                m_over.notify_one();
            }
        };
    }

    void append()
    {
        ++m_open;
        if (m_plan.events) {
            appendEvent();
        } else {
            appendCall();
        }
    }

    void appendEvent()
    {
        gatehouse::store::NewEvent fresh;
        auto& event = fresh.event;
        event.id = "evt_" + std::to_string(1'000'000'000'000 + ++m_sequence);
        event.receivedAt = m_clock.now();
        event.integration = "acme";
        event.accountId = "acc_0123456789abcdefghijkl";
        event.environmentId = "env_0123456789abcdefghijkl";
        event.payloadRef = "pay_" + event.id;
        event.payloadBytes = static_cast<std::int64_t>(m_detail.size());
        fresh.payload = m_detail;
        fresh.requestJson = R"({"method":"POST","target":"/hooks/a/••••","headers":[]})";
        fresh.dedupeKey = std::to_string(m_sequence * 2'654'435'761U);
        m_store.webhookEvents().appendEvent(std::move(fresh), *m_executor,
                                            counting<gatehouse::store::EventReceipt>());
    }

    void appendCall()
    {
        gatehouse::store::CallRow row;
        row.sequence = ++m_sequence;
        row.id = "req_" + std::to_string(row.sequence * 2'654'435'761U);
        row.kind = "unified";
        row.operation = "crm.contacts.list";
        row.status = 200;
        row.accountId = "acc_0123456789abcdefghijkl";
        m_store.calls().appendCall(
            row, [this] { return m_detail; }, counting<bool>());
    }

    Store& m_store;
    const gatehouse::Clock& m_clock;
    Plan m_plan;
    std::string m_detail;
    SteadyTime m_begin;
    SteadyTime m_end;
    SteadyTime m_last;
    std::vector<SteadyTime::duration> m_latencies;
    std::uint64_t m_sequence = 0;
    gatehouse::runtime::Executor* m_executor = nullptr;
    int m_open = 0;
    std::mutex m_mutex;
    std::condition_variable m_over;
    bool m_done = false;
};

int runPlan(const std::filesystem::path& directory, const Plan& plan, std::chrono::milliseconds time)
{
    const gatehouse::SystemClock clock;
    gatehouse::runtime::EventThread executor("engine");
    gatehouse::store::StoreOptions options;
    options.dataDir = directory / "store-bench";
    options.executor = &executor;
    options.clock = &clock;
    options.maxGroup = plan.maxGroup;
    std::filesystem::remove_all(options.dataDir);
    auto store = gatehouse::store::openSqliteStore(options);
    if (!store) {
        std::fprintf(stderr, "%s\n", store.error().message.c_str());
        return 1;
    }
    Load load(**store, clock, plan);
    load.run(executor, time);
    load.print();
    store->reset();
    std::filesystem::remove_all(options.dataDir);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const std::filesystem::path directory = argc > 1 ? argv[1] : ".";
    const std::chrono::milliseconds time = std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 3);
    const Plan eventsAlone{"events, one transaction each, 1 KiB", 1, 64, 1024, true};
    if (argc > 3 && std::string_view(argv[3]) == "events-alone") {
        return runPlan(directory, eventsAlone, time);
    }
    for (const auto& plan : {Plan{"one transaction a write, 1 KiB", 1, 256, 1024},
                             Plan{"grouped, 64 in flight, 1 KiB", 1024, 64, 1024},
                             Plan{"grouped, 256 in flight, 1 KiB", 1024, 256, 1024},
                             Plan{"grouped, 1024 in flight, 1 KiB", 1024, 1024, 1024},
                             Plan{"grouped, 256 in flight, 16 KiB", 1024, 256, 16384},
                             Plan{"grouped, 1 in flight, 1 KiB", 1024, 1, 1024}, eventsAlone,
                             Plan{"events grouped, 64 in flight, 1 KiB", 1024, 64, 1024, true}}) {
        if (runPlan(directory, plan, time) != 0) {
            return 1;
        }
    }
    return 0;
}
