// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/endpoints/endpoint_models.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPalette>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("EndpointModels", text);
}

QVariant coloured(Accent accent)
{
    return accentColour(accent, QGuiApplication::palette());
}

QString statusText(const EndpointView& view)
{
    switch (view.endpoint.status) {
    case EndpointStatus::Active:
        return view.health.failing               ? tr("▲ failing")
               : view.health.breaker != "closed" ? tr("▲ held back")
                                                 : tr("● active");
    case EndpointStatus::Paused:
        return tr("◷ paused");
    case EndpointStatus::Disabled:
        return tr("■ disabled");
    }
    return {};
}

Accent statusAccent(const EndpointView& view)
{
    const bool troubled = view.health.failing || view.health.breaker != "closed";
    return view.endpoint.status == EndpointStatus::Disabled ? Accent::Error
           : view.endpoint.status == EndpointStatus::Paused ? Accent::Warning
           : troubled                                       ? Accent::Error
                                                            : Accent::Ok;
}

QString deliveryText(const Delivery& delivery)
{
    switch (delivery.state) {
    case DeliveryState::Pending:
        return delivery.attempts == 0 ? tr("◷ pending") : tr("◷ to be tried again");
    case DeliveryState::Delivered:
        return tr("✓ delivered");
    case DeliveryState::Dead:
        return tr("✗ dead");
    case DeliveryState::Discarded:
        return tr("– discarded");
    }
    return {};
}

Accent deliveryAccent(const Delivery& delivery)
{
    return delivery.state == DeliveryState::Delivered ? Accent::Ok
           : delivery.state == DeliveryState::Dead    ? Accent::Error
           : delivery.state == DeliveryState::Pending ? Accent::Info
                                                      : Accent::Muted;
}

template <class Row, class Text>
typename RowModel<Row>::Column textColumn(const QString& title, Text text, bool number = false)
{
    return {title, [text, number](const Row& row, int role) -> QVariant {
                if (role == Qt::DisplayRole) {
                    return text(row);
                }
                return role == Qt::TextAlignmentRole && number
                           ? QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight)
                           : QVariant();
            }};
}

template <class Row, class Text, class Colour>
typename RowModel<Row>::Column stateColumn(const QString& title, Text text, Colour colour)
{
    return {title, [text, colour](const Row& row, int role) -> QVariant {
                return role == Qt::DisplayRole      ? QVariant(text(row))
                       : role == Qt::ForegroundRole ? coloured(colour(row))
                                                    : QVariant();
            }};
}

QString count(std::uint64_t number)
{
    return number == 0 ? QStringLiteral("–") : countText(static_cast<std::int64_t>(number));
}

} // namespace

QString endpointHealthText(const EndpointView& view, const DisplayZone& zone)
{
    const auto& health = view.health;
    QStringList parts{statusText(view)};
    parts.append(health.pending == 0 ? tr("nothing waits")
                                     : tr("%1 wait").arg(countText(static_cast<qint64>(health.pending))));
    if (health.oldestPendingAt) {
        parts.append(tr("the oldest came %1").arg(zone.relative(*health.oldestPendingAt)));
    }
    if (health.inFlight > 0) {
        parts.append(tr("%1 being sent").arg(health.inFlight));
    }
    if (health.attempts > 0) {
        parts.append(tr("%1 of the last %2 attempts failed").arg(health.failures).arg(health.attempts));
        parts.append(tr("median %1").arg(durationText(health.medianLatency)));
    }
    if (health.consecutiveFailures > 1) {
        parts.append(tr("%1 failures in a row").arg(health.consecutiveFailures));
    }
    if (health.breakerUntil) {
        parts.append(tr("tried again %1").arg(zone.relative(*health.breakerUntil)));
    }
    return parts.join(QStringLiteral(" · "));
}

Accent endpointHealthAccent(const EndpointView& view)
{
    return statusAccent(view);
}

RowModel<EndpointView>* makeEndpointModel(const DisplayZone& zone, QObject* parent)
{
    using V = EndpointView;
    return new RowModel<V>(
        {textColumn<V>(tr("Endpoint"),
                       [](const V& view) {
                           return toQString(view.endpoint.label.empty() ? view.endpoint.url
                                                                        : view.endpoint.label);
                       }),
         stateColumn<V>(tr("Status"), statusText, statusAccent),
         textColumn<V>(
             tr("Queue"), [](const V& view) { return count(view.health.pending); }, true),
         textColumn<V>(tr("Oldest waits"),
                       [&zone](const V& view) {
                           return view.health.oldestPendingAt ? zone.relative(*view.health.oldestPendingAt)
                                                              : QStringLiteral("–");
                       }),
         textColumn<V>(
             tr("Sending"), [](const V& view) { return count(view.health.inFlight); }, true),
         textColumn<V>(
             tr("Dead"), [](const V& view) { return count(view.health.dead); }, true),
         textColumn<V>(
             tr("Delivered"), [](const V& view) { return count(view.health.delivered); }, true),
         textColumn<V>(
             tr("Failed"),
             [](const V& view) {
                 return view.health.attempts == 0
                            ? QStringLiteral("–")
                            : tr("%1 of %2 (%3 %)")
                                  .arg(view.health.failures)
                                  .arg(view.health.attempts)
                                  .arg(view.health.failures * 100 / view.health.attempts);
             },
             true),
         textColumn<V>(
             tr("Median"),
             [](const V& view) {
                 return view.health.attempts == 0 ? QStringLiteral("–")
                                                  : durationText(view.health.medianLatency);
             },
             true),
         textColumn<V>(tr("Last success"),
                       [&zone](const V& view) {
                           return view.health.lastSuccessAt ? zone.relative(*view.health.lastSuccessAt)
                                                            : QStringLiteral("never");
                       }),
         textColumn<V>(tr("URL"), [](const V& view) { return toQString(view.endpoint.url); })},
        parent);
}

QueueTotals totalsOf(const std::vector<EndpointView>& endpoints)
{
    QueueTotals totals;
    for (const auto& view : endpoints) {
        totals.pending += view.health.pending;
        totals.inFlight += view.health.inFlight;
        totals.dead += view.health.dead;
        const bool well = statusAccent(view) == Accent::Ok;
        totals.troubled += well ? 0U : 1U;
        const auto& oldest = view.health.oldestPendingAt;
        if (oldest && (!totals.oldest || *oldest < *totals.oldest)) {
            totals.oldest = oldest;
        }
    }
    return totals;
}

QString totalsText(const QueueTotals& totals, std::size_t endpoints, const DisplayZone& zone)
{
    QStringList parts{totals.troubled == 0
                          ? tr("● %1 endpoints, all well").arg(endpoints)
                          : tr("▲ %1 of %2 endpoints in trouble").arg(totals.troubled).arg(endpoints)};
    parts.append(totals.pending == 0 ? tr("nothing waits")
                                     : tr("%1 wait").arg(countText(static_cast<qint64>(totals.pending))));
    if (totals.oldest) {
        parts.append(tr("the oldest came %1").arg(zone.relative(*totals.oldest)));
    }
    if (totals.inFlight > 0) {
        parts.append(tr("%1 being sent").arg(totals.inFlight));
    }
    if (totals.dead > 0) {
        parts.append(tr("%1 given up").arg(countText(static_cast<qint64>(totals.dead))));
    }
    return parts.join(QStringLiteral(" · "));
}

RowModel<Delivery>* makeDeliveryModel(const DisplayZone& zone, EndpointNames names, QObject* parent)
{
    using D = Delivery;
    return new RowModel<D>(
        {textColumn<D>(tr("Since"), [&zone](const D& d) { return zone.shortTime(d.createdAt); }),
         stateColumn<D>(tr("State"), deliveryText, deliveryAccent),
         textColumn<D>(tr("Event"),
                       [](const D& d) {
                           return QString((d.replay ? QStringLiteral("↻ ") : QString()) % toQString(d.event)
                                          % u' ' % toQString(d.resource));
                       }),
         textColumn<D>(
             tr("Attempts"), [](const D& d) { return count(d.attempts); }, true),
         textColumn<D>(tr("Last"),
                       [](const D& d) {
                           return d.attempts == 0     ? QString()
                                  : d.lastStatus != 0 ? QString::number(d.lastStatus)
                                                      : tr("no answer");
                       }),
         textColumn<D>(tr("Next"),
                       [&zone](const D& d) { return d.nextAt ? zone.relative(*d.nextAt) : QString(); }),
         textColumn<D>(tr("Reason"), [](const D& d) { return toQString(d.lastError); }),
         textColumn<D>(tr("Endpoint"),
                       [names = std::move(names)](const D& d) { return names(d.endpointId); }),
         textColumn<D>(tr("Delivery"), [](const D& d) { return toQString(d.id); })},
        parent);
}

} // namespace gatehouse::ui
