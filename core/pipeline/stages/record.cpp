// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/record.h"

#include "core/limits/limit_headers.h"
#include "core/pipeline/stages/send.h"

#include <cmath>

namespace gatehouse::pipeline {
namespace {

std::optional<std::int64_t> wholeSeconds(const std::optional<double>& seconds)
{
    return seconds ? std::optional(static_cast<std::int64_t>(std::ceil(*seconds))) : std::nullopt;
}

} // namespace

std::vector<HeaderField> contractHeaders(const Call& call, int status)
{
    std::optional<std::int64_t> retryAfter = call.retryAfter;
    if (!retryAfter && (status == 429 || status == 503)) {
        retryAfter = 1;
    }
    std::vector<HeaderField> out;
    out.reserve(10);
    for (auto& line : limits::limitHeaders(call.limits, retryAfter)) {
        out.push_back({std::move(line.name), std::move(line.value)});
    }
    const auto upstream = std::chrono::round<std::chrono::milliseconds>(call.upstream).count();
    out.push_back({"Gatehouse-Request-Id", call.detail.summary.id});
    out.push_back({"Gatehouse-Upstream-Ms", std::to_string(upstream)});
    out.push_back({"Gatehouse-Cache", "live"});
    out.push_back({"Age", "0"});
    if (!call.traceparent.empty()) {
        out.push_back({"traceparent", call.traceparent});
    }
    return out;
}

std::vector<RateLimitState> limitStates(const limits::LimitReading& reading)
{
    std::vector<RateLimitState> out;
    out.reserve(reading.windows.size());
    for (const auto& window : reading.windows) {
        out.push_back({window.name, window.limit, window.remaining, wholeSeconds(window.resetSeconds),
                       wholeSeconds(window.windowSeconds)});
    }
    return out;
}

void recordCall(Call& call, int status, const std::optional<Problem>& problem,
                std::vector<HeaderField> headers, std::string_view body)
{
    CallDetail& detail = call.detail;
    CallSummary& summary = detail.summary;
    summary.status = status;
    summary.category = problem ? problem->category : std::string();
    summary.upstream = call.upstream;
    summary.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(call.services.clock->steady() - call.begun);
    if (!body.empty()) {
        summary.responseBytes = static_cast<std::int64_t>(body.size());
        detail.responseBody = body.substr(0, kRecordedBytes);
    }
    detail.problem = problem;
    detail.normalisedHeaders = std::move(headers);
    detail.limits = limitStates(call.limits);
    call.services.observer->callEnded(std::move(detail));
}

} // namespace gatehouse::pipeline
