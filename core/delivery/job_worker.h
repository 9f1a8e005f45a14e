// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/delivery/event_mapper.h"
#include "core/delivery/fan_out.h"
#include "core/delivery/retry_schedule.h"
#include "core/pipeline/services.h"
#include "core/runtime/executor.h"
#include "core/runtime/timers.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::delivery {

/// Where the exact bytes of received events are, wherever they are kept. Unavailable: they are gone.
using ReadPayload = std::function<void(const WebhookEvent& event, Completion<std::string> done)>;

/// How one job ended, for those who show it.
struct JobEnd
{
    std::uint64_t jobId = 0;
    std::string eventId;
    store::JobResult result;
    std::optional<WebhookEvent> event;    ///< As it is now; nothing: unchanged, or never read.
    std::vector<std::string> endpointIds; ///< That got deliveries.
    std::vector<Delivery> deliveries;
};

/// Turns received events into deliveries. A job is leased, mapped, enriched where the provider sent only ids,
/// and ended in one transaction with the deliveries it makes: after a crash it is seen again, and nothing is
/// half done. What cannot work ends as a failed event with its reason after a bounded number of tries. Engine
/// thread.
class JobWorker
{
public:
    struct Parts
    {
        const Clock* clock = nullptr;
        Random* random = nullptr;
        LogSink* log = nullptr;
        runtime::Executor* engine = nullptr;
        runtime::Timers* timers = nullptr;
        store::WebhookJobs* jobs = nullptr;
        store::WebhookEvents* events = nullptr;
        ReadPayload readPayload;
        EventMapper* mapper = nullptr;
        EndpointBook* endpoints = nullptr;
        const pipeline::Services* pipeline = nullptr;
        RetrySchedule schedule;
        std::function<void(const JobEnd&)> ended;
        std::function<std::shared_ptr<void>()> hold;
        std::size_t places = 64; ///< Jobs at once.
        /// True while others need the machine more: a few jobs at once then. May be empty.
        std::function<bool()> yield;
        /// How long the sender of that event (by sequence) waited, when it is known. May be empty.
        std::function<std::optional<std::chrono::microseconds>(std::uint64_t sequence)> answerTime;
        /// The clock was set by that much, forward or back. May be empty.
        std::function<void(std::chrono::milliseconds by)> clockSet;
    };

    explicit JobWorker(Parts parts);

    void start();
    void stop();
    /// There may be new jobs.
    void wake();

    /// Jobs that were not finished when this looked last. Any thread.
    [[nodiscard]] std::uint64_t backlog() const noexcept { return m_backlog.load(); }

private:
    /// What processing gave: the end of the job, or a time to try again.
    struct Verdict
    {
        store::JobResult result;
        std::optional<WebhookEvent> event; ///< As it was before.
        std::vector<store::NewDelivery> deliveries;
        std::optional<std::chrono::milliseconds> tryAgain;
    };

    using MemoryPtr = std::shared_ptr<EventMemory>;

    /// A record as subscribers get it, and as the provider gave it.
    struct FoundRecord
    {
        json::Value unified; ///< Undefined: nothing but its id is known.
        json::Value raw;     ///< Undefined: there was none.
    };

    [[nodiscard]] std::size_t places() const;
    void lookLater();
    /// How far the clock ran from the steady one since the last look, where that is no drift.
    [[nodiscard]] std::chrono::milliseconds clockJump();
    QCoro::Task<> followClock();
    QCoro::Task<> look();
    QCoro::Task<> fill();
    QCoro::Task<> run(store::WebhookJob job);
    [[nodiscard]] QCoro::Task<Verdict> process(store::WebhookJob job);
    [[nodiscard]] QCoro::Task<Result<MemoryPtr>> read(std::string eventId);
    /// One draft's record: fetched, brought along, or nothing but its id.
    [[nodiscard]] QCoro::Task<Result<FoundRecord>> recordOf(MemoryPtr memory, const EventDraft& draft,
                                                            Verdict& verdict);
    [[nodiscard]] Verdict failed(const store::WebhookJob& job, const Error& error) const;
    void addDraft(EventMemory& memory, const EventDraft& draft, const FoundRecord& record,
                  const FanOutOptions& options, Verdict& verdict, std::vector<json::Value>& documents);
    QCoro::Task<> finish(store::WebhookJob job, Verdict verdict);

    Parts m_parts;
    std::atomic<std::uint64_t> m_backlog{0};
    std::size_t m_running = 0;
    bool m_filling = false;
    bool m_again = false;
    bool m_active = false;
    std::optional<UnixMillis> m_lookedAt;
    SteadyTime m_lookedSteady;
    runtime::TimerId m_timer = 0;
};

} // namespace gatehouse::delivery
