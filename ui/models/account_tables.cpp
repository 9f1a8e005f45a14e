// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_tables.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"

#include <QCoreApplication>
#include <QGuiApplication>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("AccountTables", text);
}

QString countOr(const std::optional<std::int64_t>& count)
{
    return count ? countText(*count) : QStringLiteral("—");
}

QString secondsOr(const std::optional<std::int64_t>& seconds)
{
    return seconds ? durationText(std::chrono::seconds(*seconds)) : QStringLiteral("—");
}

template <class Row, class Text>
typename RowModel<Row>::Column column(const QString& title, Text text)
{
    return {title, [text](const Row& row, int role) {
                return role == Qt::DisplayRole ? QVariant(text(row)) : QVariant();
            }};
}

QString statusText(const CallSummary& call)
{
    const bool good = call.category.empty();
    return good ? tr("✓ %1").arg(call.status) : tr("▲ %1 %2").arg(call.status).arg(toQString(call.category));
}

} // namespace

RowModel<RateLimitState>* makeLimitModel(QObject* parent)
{
    return new RowModel<RateLimitState>(
        {column<RateLimitState>(tr("Policy"), [](const auto& limit) { return toQString(limit.policy); }),
         column<RateLimitState>(tr("Left"), [](const auto& limit) { return countOr(limit.remaining); }),
         column<RateLimitState>(tr("Of"), [](const auto& limit) { return countOr(limit.limit); }),
         column<RateLimitState>(tr("Window"),
                                [](const auto& limit) { return secondsOr(limit.windowSeconds); }),
         column<RateLimitState>(tr("Anew in"),
                                [](const auto& limit) { return secondsOr(limit.resetSeconds); })},
        parent);
}

RowModel<WebhookEvent>* makeAccountWebhookModel(const DisplayZone& zone, QObject* parent)
{
    using Column = RowModel<WebhookEvent>::Column;
    return new RowModel<WebhookEvent>(
        {Column{tr("Time"),
                [&zone](const WebhookEvent& event, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return zone.shortTime(event.receivedAt).section(u'.', 0, 0);
                    }
                    return role == Qt::ToolTipRole ? QVariant(zone.tooltip(event.receivedAt)) : QVariant();
                }},
         Column{tr("State"),
                [](const WebhookEvent& event, int role) -> QVariant {
                    const bool bad = event.state == EventState::Failed;
                    if (role == Qt::DisplayRole) {
                        const QString glyph = bad                                    ? QStringLiteral("▲ ")
                                              : event.state == EventState::Queued    ? QStringLiteral("◷ ")
                                              : event.state == EventState::Processed ? QStringLiteral("✓ ")
                                                                                     : QStringLiteral("– ");
                        return QString(glyph % toQString(eventStateName(event.state)));
                    }
                    if (role == Qt::ToolTipRole && bad) {
                        return toQString(event.error);
                    }
                    return role == Qt::ForegroundRole && bad
                               ? QVariant(accentColour(Accent::Warning, QGuiApplication::palette()))
                               : QVariant();
                }},
         column<WebhookEvent>(
             tr("Topic"),
             [](const auto& event) { return toQString(event.type.empty() ? event.event : event.type); }),
         column<WebhookEvent>(tr("Records"), [](const auto& event) { return countText(event.records); })},
        parent);
}

RowModel<CallSummary>* makeAccountCallModel(const DisplayZone& zone, QObject* parent)
{
    using Column = RowModel<CallSummary>::Column;
    return new RowModel<CallSummary>(
        {Column{tr("Time"),
                [&zone](const CallSummary& call, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return zone.shortTime(call.startedAt);
                    }
                    return role == Qt::ToolTipRole ? QVariant(zone.tooltip(call.startedAt)) : QVariant();
                }},
         Column{tr("Status"),
                [](const CallSummary& call, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return statusText(call);
                    }
                    const auto accent = call.category.empty() ? Accent::Ok
                                        : call.status >= 500  ? Accent::Error
                                                              : Accent::Warning;
                    return role == Qt::ForegroundRole
                               ? QVariant(accentColour(accent, QGuiApplication::palette()))
                               : QVariant();
                }},
         column<CallSummary>(tr("Took"), [](const auto& call) { return durationText(call.duration); }),
         column<CallSummary>(tr("Operation"), [](const auto& call) { return toQString(call.operation); })},
        parent);
}

} // namespace gatehouse::ui
