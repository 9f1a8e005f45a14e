// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "ui/bridge/event_feed.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// What the node inside says of itself, and the limits last seen for each account.
class NodeState : public QObject
{
    Q_OBJECT

public:
    /// The limit nearest to its end.
    struct Tightest
    {
        std::string accountId;
        RateLimitState limit;
        SteadyTime seenAt;
    };

    NodeState(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, const Clock& clock,
              QObject* parent = nullptr);

    void refresh();

    [[nodiscard]] const NodeStatus& status() const noexcept { return m_status; }

    [[nodiscard]] bool known() const noexcept { return m_known; }

    /// Among limits whose window is not over; nothing when no response has named one.
    [[nodiscard]] std::optional<Tightest> tightest() const;
    /// Of one account, the limit with the smallest share left, among windows that are not over.
    [[nodiscard]] std::optional<Tightest> tightestOf(const std::string& accountId) const;
    /// Seconds until that limit starts anew, 0 when it has.
    [[nodiscard]] std::optional<std::int64_t> secondsLeft(const Tightest& tightest) const;

Q_SIGNALS:
    void changed();

private:
    void onBatch(const std::vector<GatewayEvent>& events);

    struct Seen
    {
        std::vector<RateLimitState> limits;
        SteadyTime at;
    };

    void consider(const std::string& accountId, const Seen& seen, std::optional<Tightest>& best) const;

    Gateway& m_gateway;
    Mailbox& m_mailbox;
    const Clock& m_clock;
    QTimer m_ask; ///< Until the address is known.
    NodeStatus m_status;
    bool m_known = false;
    std::map<std::string, Seen> m_limits;
};

} // namespace gatehouse::ui
