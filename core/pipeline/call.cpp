// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/call.h"

#include "core/base/ids.h"
#include "core/pipeline/field_mapper.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

bool isLowerHex(std::string_view text, bool mayBeZero) noexcept
{
    const bool hex =
        std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    return hex && (mayBeZero || text.find_first_not_of('0') != std::string_view::npos);
}

} // namespace

bool isTraceparent(std::string_view text) noexcept
{
    constexpr std::size_t kLength = 55;
    if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-') {
        return false;
    }
    const std::string_view version = text.substr(0, 2);
    const bool length =
        version == "00" ? text.size() == kLength : text.size() == kLength || text[kLength] == '-';
    return length && version != "ff" && isLowerHex(version, true) && isLowerHex(text.substr(3, 32), false)
           && isLowerHex(text.substr(36, 16), false) && isLowerHex(text.substr(53, 2), true);
}

Call::Call(const Services& allServices, CallStart start)
    : services(allServices)
    , now(allServices.clock->now())
    , begun(allServices.clock->steady())
    , deadline(begun + start.timeout)
    , expressions(allServices.clock, FieldMapper::kBudget)
    , m_callerGone(std::move(start.stop))
    , m_stop(m_callerGone, allServices.cutOff)
{
    if (isTraceparent(start.traceparent)) {
        traceparent = std::move(start.traceparent);
    }
    CallSummary& summary = detail.summary;
    summary.id = start.requestId.empty() ? makeId("req_", *services.random) : std::move(start.requestId);
    summary.startedAt = now;
    summary.kind = std::move(start.kind);
    summary.operation = std::move(start.operation);
    detail.stages.reserve(12);
}

void Call::bind(const TargetPtr& found)
{
    target = found;
    memory->owners.push_back(found);
    detail.summary.integration = found->provider->slug;
    detail.summary.accountId = found->account->account.id;
    detail.summary.environmentId = found->account->account.environmentId;
}

std::chrono::milliseconds Call::remaining() const
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - services.clock->steady());
    return std::max(left, std::chrono::milliseconds(1));
}

Problem Call::problem(const Error& error) const
{
    return identified(problemFrom(error, services.clock->now(), detail.summary.id));
}

Problem Call::identified(Problem problem) const
{
    problem.requestId = detail.summary.id;
    problem.operation = detail.summary.operation;
    problem.accountId = detail.summary.accountId;
    problem.environmentId = detail.summary.environmentId;
    problem.provider = detail.summary.integration;
    return problem;
}

void Call::warn(MappingWarning warning)
{
    if (detail.warnings.size() < kMaxWarnings) {
        detail.warnings.push_back(std::move(warning));
    } else {
        ++m_warningsLeftOut;
    }
}

void Call::warnFirst(MappingWarning warning)
{
    detail.warnings.insert(detail.warnings.begin(), std::move(warning));
}

void Call::endWarnings()
{
    if (m_warningsLeftOut > 0) {
        detail.warnings.push_back({"", "gateway", fmt::format("and {} more warnings", m_warningsLeftOut), 0});
    }
}

StageTimer::~StageTimer()
{
    const auto spent =
        std::chrono::duration_cast<std::chrono::microseconds>(m_call.services.clock->steady() - m_begun);
    m_call.detail.stages.push_back({std::string(m_stage), spent, std::move(m_note)});
}

} // namespace gatehouse::pipeline
