// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alert_list.h"

#include "core/gateway/alerts.h"
#include "ui/models/text.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <tuple>
#include <variant>

namespace gatehouse::ui {

namespace {

QString alertTr(const char* text)
{
    return QCoreApplication::translate("AlertList", text);
}

/// What stands comes first, then the most severe, then the newest.
auto alertPlace(const Alert& alert)
{
    const bool over = alert.resolvedAt.has_value();
    const int severity = over ? 0 : static_cast<int>(alert.severity);
    return std::tuple(!over, severity, over ? *alert.resolvedAt : alert.raisedAt);
}

QString alertStateText(const Alert& alert)
{
    if (alert.resolvedAt) {
        return alertTr("○ resolved");
    }
    return alert.acknowledgedAt ? alertTr("◐ seen by %1").arg(toQString(alert.acknowledgedBy))
                                : alertTr("● open");
}

} // namespace

QString severityText(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Info:
        return alertTr("● info");
    case AlertSeverity::Warning:
        return alertTr("▲ warning");
    case AlertSeverity::Critical:
        return alertTr("■ critical");
    }
    return {};
}

Accent severityAccent(AlertSeverity severity)
{
    return severity == AlertSeverity::Critical  ? Accent::Error
           : severity == AlertSeverity::Warning ? Accent::Warning
                                                : Accent::Info;
}

AlertList::AlertList(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, QObject* parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_mailbox(mailbox)
{
    connect(&feed, &EventFeed::batch, this, &AlertList::hear);
}

void AlertList::refresh()
{
    m_gateway.alerts().alerts(
        m_mailbox.reply<std::vector<Alert>>(this, [this](Result<std::vector<Alert>> answer) {
            if (answer) {
                m_alerts = *std::move(answer);
                sort();
                Q_EMIT
                changed();
            }
        }));
}

void AlertList::hear(const std::vector<GatewayEvent>& events)
{
    bool any = false;
    for (const GatewayEvent& event : events) {
        if (const auto* begun = std::get_if<AlertRaised>(&event)) {
            put(begun->alert);
            Q_EMIT
            raised(begun->alert);
        } else if (const auto* other = std::get_if<AlertChanged>(&event)) {
            put(other->alert);
        } else if (const auto* over = std::get_if<AlertResolved>(&event)) {
            put(over->alert);
        } else {
            continue;
        }
        any = true;
    }
    if (any) {
        sort();
        Q_EMIT
        changed();
    }
}

void AlertList::put(const Alert& alert)
{
    const auto found = std::ranges::find(m_alerts, alert.id, &Alert::id);
    if (found == m_alerts.end()) {
        m_alerts.push_back(alert);
    } else {
        *found = alert;
    }
}

void AlertList::sort()
{
    std::ranges::stable_sort(
        m_alerts, [](const Alert& left, const Alert& right) { return alertPlace(left) > alertPlace(right); });
}

std::vector<Alert> AlertList::open() const
{
    std::vector<Alert> standing;
    std::ranges::copy_if(m_alerts, std::back_inserter(standing),
                         [](const Alert& alert) { return !alert.resolvedAt; });
    return standing;
}

QString AlertList::summary() const
{
    std::array<int, 3> unseen{};
    int seen = 0;
    for (const Alert& alert : open()) {
        ++(alert.acknowledgedAt ? seen : unseen.at(static_cast<std::size_t>(alert.severity)));
    }
    QStringList parts;
    const auto add = [&parts](int count, const QString& text) {
        if (count > 0) {
            parts.append(text.arg(count));
        }
    };
    add(unseen[2], alertTr("■ %1 critical"));
    add(unseen[1], unseen[1] == 1 ? alertTr("▲ %1 warning") : alertTr("▲ %1 warnings"));
    add(unseen[0], alertTr("● %1 info"));
    if (parts.isEmpty()) {
        add(seen, alertTr("◐ %1 seen"));
    }
    return parts.join(QStringLiteral(" · "));
}

Accent AlertList::accent() const
{
    for (const Alert& alert : open()) {
        if (!alert.acknowledgedAt) {
            return severityAccent(alert.severity); // The first is the most severe.
        }
    }
    return Accent::Muted;
}

void AlertList::acknowledge(const std::string& id, std::function<void(const QString& problem)> then)
{
    m_gateway.alerts().acknowledge(
        id, m_mailbox.reply<Alert>(this, [this, then = std::move(then)](Result<Alert> answer) {
            if (answer) {
                put(*answer);
                sort();
                Q_EMIT
                changed();
            }
            then(answer ? QString() : errorText(answer.error()));
        }));
}

RowModel<Alert>* makeAlertModel(const DisplayZone& zone, const Directory& directory, QObject* parent)
{
    using Column = RowModel<Alert>::Column;
    const auto text = [](QString (*shown)(const Alert&)) {
        return [shown](const Alert& alert, int role) {
            return role == Qt::DisplayRole ? QVariant(shown(alert)) : QVariant();
        };
    };
    return new RowModel<Alert>(
        {Column{alertTr("Severity"),
                [](const Alert& alert, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return severityText(alert.severity);
                    }
                    const Accent accent = alert.resolvedAt ? Accent::Muted : severityAccent(alert.severity);
                    return role == Qt::ForegroundRole
                               ? QVariant(accentColour(accent, QGuiApplication::palette()))
                               : QVariant();
                }},
         Column{alertTr("Since"),
                [&zone](const Alert& alert, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return zone.shortTime(alert.raisedAt).section(u'.', 0, 0);
                    }
                    return role == Qt::ToolTipRole ? QVariant(zone.tooltip(alert.raisedAt)) : QVariant();
                }},
         Column{alertTr("State"), text(alertStateText)},
         Column{alertTr("Of"),
                [&directory](const Alert& alert, int role) {
                    return role != Qt::DisplayRole ? QVariant()
                           : alert.accountId.empty()
                               ? QVariant(alertTr("this node"))
                               : QVariant(toQString(directory.accountTitle(alert.accountId)));
                }},
         Column{alertTr("What"), text([](const Alert& alert) { return toQString(alert.title); })}},
        parent);
}

} // namespace gatehouse::ui
