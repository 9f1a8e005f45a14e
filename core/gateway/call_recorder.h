// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_book.h"
#include "core/gateway/event_fanout.h"
#include "core/observe/call_log.h"
#include "core/observe/metrics.h"
#include "core/pipeline/services.h"

#include <cstdint>
#include <functional>
#include <string>

namespace gatehouse {

/// Takes each finished call into the log, the metrics and the event stream, and draws what it says about its
/// account from it. Engine thread.
class CallRecorder final : public pipeline::CallObserver
{
public:
    /// A provider said to a call begun then that a person must connect the account again.
    using NeedsReauth =
        std::function<void(const std::string& accountId, const std::string& reason, UnixMillis begun)>;

    CallRecorder(observe::CallLog& log, observe::Metrics& metrics, EventFanout& events,
                 AccountBook& accounts);

    void onNeedsReauth(NeedsReauth callback) { m_needsReauth = std::move(callback); }

    void callEnded(CallDetail detail) override;

    [[nodiscard]] std::uint64_t calls() const noexcept { return m_calls; }

    [[nodiscard]] std::uint64_t errors() const noexcept { return m_errors; }

private:
    void measure(const CallSummary& summary);

    observe::CallLog& m_log;
    observe::Metrics& m_metrics;
    EventFanout& m_events;
    AccountBook& m_accounts;
    NeedsReauth m_needsReauth;
    std::uint64_t m_calls = 0;
    std::uint64_t m_errors = 0;
};

} // namespace gatehouse
