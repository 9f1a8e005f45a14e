// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/answer_times.h"

#include <algorithm>
#include <limits>

namespace gatehouse {
namespace {

std::uint32_t shortened(std::chrono::microseconds time)
{
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max(); // more than an hour
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time.count(), 0, kMost));
}

/// The value that so many of 100 do not exceed (nearest rank).
std::chrono::microseconds percentile(const std::vector<std::uint32_t>& sorted, std::size_t percent)
{
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return std::chrono::microseconds(sorted[std::max<std::size_t>(rank, 1) - 1]);
}

} // namespace

template <class Act>
void AnswerTimes::each(const std::string& integration, const std::string& accountId, Act act)
{
    act(m_integrations[integration]);
    if (!accountId.empty()) {
        act(m_accounts[accountId]);
    }
}

void AnswerTimes::stored(const WebhookEvent& event)
{
    if (!event.answerTime) {
        return;
    }
    m_slots[event.sequence % kRemembered] = {event.sequence, shortened(*event.answerTime)};
    answered(event.integration, event.accountId, *event.answerTime);
}

void AnswerTimes::answered(const std::string& integration, const std::string& accountId,
                           std::chrono::microseconds time)
{
    each(integration, accountId, [micros = shortened(time)](Line& line) {
        if (line.latest.size() < kWindow) {
            line.latest.push_back(micros);
        } else {
            line.latest[line.next] = micros;
            line.next = (line.next + 1) % kWindow;
        }
        line.failuresInARow = 0;
    });
}

void AnswerTimes::failed(const std::string& integration, const std::string& accountId, UnixMillis at,
                         const std::string& reason)
{
    each(integration, accountId, [&](Line& line) {
        ++line.failuresInARow;
        line.lastFailureAt = at;
        line.lastFailure = reason;
    });
}

std::optional<std::chrono::microseconds> AnswerTimes::of(std::uint64_t sequence) const
{
    const Slot& slot = m_slots[sequence % kRemembered];
    return slot.sequence == sequence && sequence != 0 ? std::optional(std::chrono::microseconds(slot.micros))
                                                      : std::nullopt;
}

AnswerHealth AnswerTimes::health(const std::string& integration, const std::string& accountId) const
{
    const auto& lines = accountId.empty() ? m_integrations : m_accounts;
    const auto found = lines.find(accountId.empty() ? integration : accountId);
    AnswerHealth out;
    if (found == lines.end()) {
        return out;
    }
    const Line& line = found->second;
    out.failuresInARow = line.failuresInARow;
    out.lastFailureAt = line.lastFailureAt;
    out.lastFailure = line.lastFailure;
    if (!line.latest.empty()) {
        auto sorted = line.latest;
        std::sort(sorted.begin(), sorted.end());
        out.answers = sorted.size();
        out.median = percentile(sorted, 50);
        out.p95 = percentile(sorted, 95);
        out.longest = std::chrono::microseconds(sorted.back());
    }
    return out;
}

} // namespace gatehouse
