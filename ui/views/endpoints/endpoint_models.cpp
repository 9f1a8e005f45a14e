// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/endpoints/endpoint_models.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/widgets/facts.h"

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

std::uint64_t kept(const EndpointList& list, const EndpointView& view, DeliveryState state)
{
    return list.countsOf(view.endpoint.id)[static_cast<std::size_t>(state)];
}

QString listed(const std::vector<std::string>& names, const QString& none)
{
    QStringList out;
    for (const auto& name : names) {
        out.append(toQString(name));
    }
    return out.isEmpty() ? none : out.join(QStringLiteral(", "));
}

} // namespace

void fillEndpointFacts(Facts& facts, const EndpointView& view, const EndpointList& list,
                       const Directory& directory, const DisplayZone& zone)
{
    const auto& endpoint = view.endpoint;
    const auto& health = view.health;
    const auto time = [&zone](const std::optional<UnixMillis>& at) {
        return at ? QString(zone.fullTime(*at) % u" · " % zone.relative(*at)) : QString();
    };
    facts.clear();
    facts.addHeading(tr("Health"));
    facts.add(tr("Status"), statusText(view), statusAccent(view));
    facts.add(tr("Breaker"), health.breaker == "closed"      ? tr("closed: everything due is sent")
                             : health.breaker == "half_open" ? tr("half open: one delivery is tried")
                                                             : tr("open: nothing is sent for now"));
    facts.add(tr("Tried again"), time(health.breakerUntil));
    facts.add(tr("Failures"), health.attempts == 0 ? tr("no attempts yet")
                                                   : tr("%1 of the last %2 attempts, %3 in a row")
                                                         .arg(health.failures)
                                                         .arg(health.attempts)
                                                         .arg(health.consecutiveFailures));
    facts.add(tr("Median latency"), health.attempts == 0 ? QString() : durationText(health.medianLatency));
    facts.add(tr("Last success"), time(health.lastSuccessAt));
    facts.add(tr("Last failure"), time(health.lastFailureAt));
    facts.addHeading(tr("Queue"));
    facts.add(tr("Waiting"), countText(static_cast<qint64>(health.pending)));
    facts.add(tr("The oldest came"), time(health.oldestPendingAt));
    facts.add(tr("Being sent"), countText(static_cast<qint64>(health.inFlight)));
    facts.add(tr("Dead letters"), countText(static_cast<qint64>(kept(list, view, DeliveryState::Dead))));
    facts.add(tr("Delivered"), countText(static_cast<qint64>(kept(list, view, DeliveryState::Delivered))));
    facts.addHeading(tr("What it gets"));
    facts.add(tr("URL"), toQString(endpoint.url));
    facts.add(tr("Customer"), endpoint.environmentId.empty()
                                  ? tr("all customers")
                                  : toQString(directory.environmentName(endpoint.environmentId)));
    facts.add(tr("Events"), listed(endpoint.eventTypes, tr("all")));
    facts.add(tr("Models"), listed(endpoint.models, tr("all")));
    facts.add(tr("Integrations"), listed(endpoint.integrations, tr("all")));
    facts.add(tr("Condition"), toQString(endpoint.filter));
    facts.add(tr("Transformation"), toQString(endpoint.transform));
    facts.add(tr("Order"), endpoint.ordered
                               ? tr("strict: one at a time; a failing one holds up those behind it")
                               : tr("not kept: up to %1 at once").arg(endpoint.concurrency));
    facts.add(tr("When it fails"), endpoint.pauseOnFailures
                                       ? tr("paused when over half of at least 20 attempts failed")
                                       : tr("an alert; its queue goes on"));
    facts.add(tr("Signing secrets"), listed(view.maskedSecrets, {}));
    facts.addCode(tr("Id"), toQString(endpoint.id));
}

RowModel<EndpointView>* makeEndpointModel(const EndpointList& list, const DisplayZone& zone, QObject* parent)
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
             tr("Dead"), [&list](const V& view) { return count(kept(list, view, DeliveryState::Dead)); },
             true),
         textColumn<V>(
             tr("Delivered"),
             [&list](const V& view) { return count(kept(list, view, DeliveryState::Delivered)); }, true),
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

} // namespace gatehouse::ui
