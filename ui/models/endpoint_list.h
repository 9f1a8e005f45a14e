// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/bridge/event_feed.h"
#include "ui/bridge/mailbox.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ui {

/// The subscribers' endpoints with their health, and how many deliveries each has in each state; read when it
/// is made and kept up with the gateway's events, a few times a second at most. GUI thread.
class EndpointList : public QObject
{
    Q_OBJECT

public:
    /// How many deliveries are in each state; by DeliveryState.
    using Counts = std::array<std::uint64_t, 4>;

    EndpointList(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, QObject* parent);

    void reload();

    [[nodiscard]] const std::vector<EndpointView>& all() const noexcept { return m_endpoints; }

    /// Null when there is none of that id.
    [[nodiscard]] const EndpointView* find(const std::string& id) const;
    /// Its label, or its URL; the id of one that was removed.
    [[nodiscard]] const std::string& nameOf(const std::string& id) const;

    /// Of all that are kept, those of removed endpoints with them.
    [[nodiscard]] const Counts& counts() const noexcept { return m_total; }

    [[nodiscard]] Counts countsOf(const std::string& id) const;

    /// False until the first answer.
    [[nodiscard]] bool loaded() const noexcept { return m_loaded; }

    /// Why they could not be read; empty: they could.
    [[nodiscard]] const QString& problem() const noexcept { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    void onBatch(const std::vector<GatewayEvent>& events);
    void loadCounts();

    Gateway& m_gateway;
    Mailbox& m_mailbox;
    QTimer m_soon;   ///< Coalesces reloads of endpoints …
    QTimer m_counts; ///< … and of counts, which cost more.
    std::vector<EndpointView> m_endpoints;
    std::unordered_map<std::string, std::size_t> m_at; ///< By id: every row of a list asks for a name.
    std::unordered_map<std::string, Counts> m_countsOf;
    Counts m_total{};
    bool m_loaded = false;
    QString m_problem;
};

} // namespace gatehouse::ui
