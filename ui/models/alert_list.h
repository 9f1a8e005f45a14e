// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "ui/bridge/event_feed.h"
#include "ui/bridge/mailbox.h"
#include "ui/models/directory.h"
#include "ui/models/row_models.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"

#include <QObject>
#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// "■ critical", "▲ warning", "● info": shape and word; the colour comes on top.
[[nodiscard]] QString severityText(AlertSeverity severity);
[[nodiscard]] Accent severityAccent(AlertSeverity severity);

/// What people have to look at, kept up to date by the gateway's events: what stands first, the most severe
/// of it on top, then what was resolved; each newest first.
class AlertList : public QObject
{
    Q_OBJECT

public:
    AlertList(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, QObject* parent = nullptr);

    /// Asks the gateway; answers with changed().
    void refresh();

    [[nodiscard]] const std::vector<Alert>& all() const noexcept { return m_alerts; }

    [[nodiscard]] std::vector<Alert> open() const;
    /// "■ 1 critical · ▲ 2 warnings" of those that nobody has acknowledged; "● 2 seen" when there are only
    /// others; empty when none stands.
    [[nodiscard]] QString summary() const;
    /// Of the most severe one in the summary.
    [[nodiscard]] Accent accent() const;
    /// Answers with why it did not work; empty when it did.
    void acknowledge(const std::string& id, std::function<void(const QString& problem)> then);

Q_SIGNALS:
    void changed();
    /// One that is new, or has become worse, while the console looks on.
    void raised(const gatehouse::Alert& alert);

private:
    void hear(const std::vector<GatewayEvent>& events);
    void put(const Alert& alert);
    void sort();

    Gateway& m_gateway;
    Mailbox& m_mailbox;
    std::vector<Alert> m_alerts;
};

[[nodiscard]] RowModel<Alert>* makeAlertModel(const DisplayZone& zone, const Directory& directory,
                                              QObject* parent);

} // namespace gatehouse::ui
