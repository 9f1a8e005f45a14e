// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/call_recorder.h"

#include <chrono>

namespace gatehouse {
namespace {

constexpr std::string_view kCalls = "gatehouse_calls_total";
constexpr std::string_view kSeconds = "gatehouse_call_seconds";
constexpr std::string_view kUpstreamSeconds = "gatehouse_upstream_seconds";
constexpr std::string_view kWarnings = "gatehouse_mapping_warnings_total";

double seconds(std::chrono::microseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

CallRecorder::CallRecorder(observe::CallLog& log, observe::Metrics& metrics, EventFanout& events,
                           AccountBook& accounts)
    : m_log(log)
    , m_metrics(metrics)
    , m_events(events)
    , m_accounts(accounts)
{
    const auto bounds = observe::latencyBounds();
    m_metrics.declare({std::string(kCalls),
                       "Calls through the gateway by outcome; category is empty for success.",
                       MetricKind::Counter,
                       {},
                       {}});
    m_metrics.declare({std::string(kSeconds),
                       "Time a call took, from its first stage to its record.",
                       MetricKind::Histogram,
                       bounds,
                       {}});
    m_metrics.declare({std::string(kUpstreamSeconds),
                       "Time a call waited for its provider.",
                       MetricKind::Histogram,
                       bounds,
                       {}});
    m_metrics.declare({std::string(kWarnings),
                       "Mapping fields that failed and were left out.",
                       MetricKind::Counter,
                       {},
                       {}});
}

void CallRecorder::callEnded(CallDetail detail)
{
    ++m_calls;
    m_errors += detail.summary.category.empty() ? 0U : 1U;
    measure(detail.summary);
    if (!detail.warnings.empty()) {
        m_metrics.add(kWarnings, {{"integration", detail.summary.integration}},
                      static_cast<double>(detail.warnings.size()));
    }
    // What a candidate's credentials can do says nothing about those in force.
    const bool tried = detail.summary.kind == "connect";
    if (!tried && detail.summary.category.empty() && detail.summary.providerStatus != 0) {
        m_accounts.noteSuccess(detail.summary.accountId, detail.summary.startedAt);
    }
    if (!tried && detail.problem && detail.problem->reauth && detail.problem->origin == "provider"
        && m_needsReauth) {
        m_needsReauth(detail.summary.accountId, detail.problem->detail, detail.summary.startedAt);
    }
    if (!m_events.anyone()) {
        m_log.record(std::move(detail));
        return;
    }
    const LimitsChanged limits{detail.summary.accountId, detail.limits};
    m_events.publish(CallRecorded{m_log.record(std::move(detail))});
    if (!limits.limits.empty()) {
        m_events.publish(limits);
    }
}

void CallRecorder::measure(const CallSummary& summary)
{
    const observe::Metrics::Labels series = {{"kind", summary.kind}, {"integration", summary.integration}};
    observe::Metrics::Labels outcome = series;
    outcome.emplace_back("category", summary.category);
    m_metrics.add(kCalls, outcome);
    m_metrics.observe(kSeconds, series, seconds(summary.duration));
    if (summary.providerStatus != 0) {
        m_metrics.observe(kUpstreamSeconds, series, seconds(summary.upstream));
    }
}

} // namespace gatehouse
