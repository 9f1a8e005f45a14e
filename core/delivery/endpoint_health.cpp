// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/endpoint_health.h"

#include <algorithm>
#include <vector>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kWindow = 1h;
constexpr std::size_t kLargestWindow = 200;
/// The contract's rule: over half of 20 or more.
constexpr std::size_t kFewestAttempts = 20;
constexpr std::uint32_t kBreakerFailures = 10; ///< In a row.
constexpr std::chrono::milliseconds kFirstOpen = 5s;
constexpr std::chrono::milliseconds kLongestOpen = 60s;

} // namespace

EndpointHealthState::Change EndpointHealthState::note(bool delivered, std::chrono::milliseconds took,
                                                      UnixMillis at)
{
    const Breaker before = breaker(at);
    forgetOld(at);
    m_window.push_back({at, took, delivered});
    m_failures += delivered ? 0U : 1U;
    Change change;
    if (delivered) {
        m_consecutive = 0;
        m_lastSuccess = at;
        m_openUntil.reset();
        m_openFor = 0ms;
    } else {
        ++m_consecutive;
        m_lastFailure = at;
        // What was under way when the breaker opened ends with failures too; they do not prolong it.
        if (before == Breaker::HalfOpen || (before == Breaker::Closed && m_consecutive >= kBreakerFailures)) {
            trip(at);
        }
    }
    const bool failing = m_window.size() >= kFewestAttempts && m_failures * 2 > m_window.size();
    change.startedFailing = failing && !m_failing;
    change.recovered = !failing && m_failing;
    m_failing = failing;
    change.breakerMoved = breaker(at) != before;
    return change;
}

void EndpointHealthState::trip(UnixMillis now)
{
    m_openFor = std::clamp(m_openFor * 2, kFirstOpen, kLongestOpen);
    m_openUntil = now + m_openFor;
}

void EndpointHealthState::clear()
{
    m_window.clear();
    m_failures = 0;
    m_consecutive = 0;
    m_failing = false;
    m_openUntil.reset();
    m_openFor = 0ms;
}

std::optional<UnixMillis> EndpointHealthState::closedUntil(UnixMillis now) const
{
    return breaker(now) == Breaker::Open ? m_openUntil : std::nullopt;
}

EndpointHealthState::Breaker EndpointHealthState::breaker(UnixMillis now) const
{
    if (!m_openUntil) {
        return Breaker::Closed;
    }
    return now < *m_openUntil ? Breaker::Open : Breaker::HalfOpen;
}

std::chrono::milliseconds EndpointHealthState::medianLatency() const
{
    std::vector<std::chrono::milliseconds> times;
    for (const Entry& entry : m_window) {
        if (entry.delivered) {
            times.push_back(entry.took);
        }
    }
    if (times.empty()) {
        return 0ms;
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return *middle;
}

void EndpointHealthState::forgetOld(UnixMillis now)
{
    while (!m_window.empty() && (m_window.size() >= kLargestWindow || m_window.front().at < now - kWindow)) {
        m_failures -= m_window.front().delivered ? 0U : 1U;
        m_window.pop_front();
    }
}

} // namespace gatehouse::delivery
