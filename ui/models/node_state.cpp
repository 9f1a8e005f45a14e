// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/node_state.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

double shareLeft(const RateLimitState& limit)
{
    return static_cast<double>(*limit.remaining) / static_cast<double>(*limit.limit);
}

} // namespace

NodeState::NodeState(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_mailbox(mailbox)
    , m_clock(clock)
{
    m_ask.setInterval(500);
    connect(&m_ask, &QTimer::timeout, this, &NodeState::refresh);
    connect(&feed, &EventFeed::batch, this, &NodeState::onBatch);
}

void NodeState::refresh()
{
    m_gateway.monitor().nodeStatus(m_mailbox.reply<NodeStatus>(this, [this](Result<NodeStatus> answer) {
        m_known = answer.has_value();
        if (answer) {
            m_status = *std::move(answer);
        }
        m_status.apiUrl.empty() ? m_ask.start() : m_ask.stop();
        Q_EMIT
        changed();
    }));
}

std::optional<std::int64_t> NodeState::secondsLeft(const Tightest& tightest) const
{
    if (!tightest.limit.resetSeconds) {
        return std::nullopt;
    }
    const auto gone = std::chrono::duration_cast<std::chrono::seconds>(m_clock.steady() - tightest.seenAt);
    return std::max<std::int64_t>(0, *tightest.limit.resetSeconds - gone.count());
}

std::optional<NodeState::Tightest> NodeState::tightest() const
{
    std::optional<Tightest> best;
    for (const auto& [account, seen] : m_limits) {
        consider(account, seen, best);
    }
    return best;
}

std::optional<NodeState::Tightest> NodeState::tightestOf(const std::string& accountId) const
{
    std::optional<Tightest> best;
    if (const auto found = m_limits.find(accountId); found != m_limits.end()) {
        consider(accountId, found->second, best);
    }
    return best;
}

void NodeState::consider(const std::string& accountId, const Seen& seen, std::optional<Tightest>& best) const
{
    for (const auto& limit : seen.limits) {
        if (!limit.limit || !limit.remaining || *limit.limit <= 0) {
            continue;
        }
        Tightest candidate{accountId, limit, seen.at};
        const auto left = secondsLeft(candidate);
        const bool over = left && *left == 0 && limit.resetSeconds.value_or(0) > 0;
        if (!over && (!best || shareLeft(limit) < shareLeft(best->limit))) {
            best = std::move(candidate);
        }
    }
}

void NodeState::onBatch(const std::vector<GatewayEvent>& events)
{
    bool touched = false;
    for (const auto& event : events) {
        if (const auto* limits = std::get_if<LimitsChanged>(&event)) {
            m_limits[limits->accountId] = {limits->limits, m_clock.steady()};
            touched = true;
        } else if (const auto* status = std::get_if<NodeStatusChanged>(&event)) {
            m_status = status->status;
            m_known = true;
            touched = true;
        }
    }
    if (touched) {
        Q_EMIT
        changed();
    }
}

} // namespace gatehouse::ui
