// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/replay_results.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/tables.h"

#include <QGuiApplication>
#include <QTableView>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString changeWord(json::ChangeKind kind)
{
    switch (kind) {
    case json::ChangeKind::Added:
        return ReplayResults::tr("added");
    case json::ChangeKind::Removed:
        return ReplayResults::tr("removed");
    case json::ChangeKind::Changed:
        return ReplayResults::tr("changed");
    }
    return {};
}

/// Glyph and words for a state of ReplayItem.
QString stateText(const std::string& state)
{
    return state == "queued"      ? ReplayResults::tr("◷ queued")
           : state == "replayed"  ? ReplayResults::tr("✓ replayed")
           : state == "skipped"   ? ReplayResults::tr("– nobody wants it")
           : state == "taken_in"  ? ReplayResults::tr("✓ taken in")
           : state == "duplicate" ? ReplayResults::tr("– a duplicate, not stored")
           : state == "failed"    ? ReplayResults::tr("✗ failed")
                                  : toQString(state);
}

QString deliveredText(const Delivery& delivery)
{
    const QString status =
        delivery.lastStatus == 0 ? ReplayResults::tr("no answer") : QString::number(delivery.lastStatus);
    switch (delivery.state) {
    case DeliveryState::Delivered:
        return ReplayResults::tr("✓ delivered: %1").arg(status);
    case DeliveryState::Dead:
        return ReplayResults::tr("✗ given up: %1").arg(status);
    case DeliveryState::Discarded:
        return ReplayResults::tr("– discarded");
    case DeliveryState::Pending:
        break;
    }
    return delivery.attempts == 0 ? ReplayResults::tr("◷ under way")
                                  : ReplayResults::tr("◷ %1, to be tried again").arg(status);
}

QVariant coloured(bool bad)
{
    return bad ? QVariant(accentColour(Accent::Error, QGuiApplication::palette())) : QVariant();
}

} // namespace

ReplayResults::ReplayResults(Context& context, QWidget* parent)
    : QStackedWidget(parent)
    , m_context(context)
{
    buildSent();
    buildDiffs();
}

void ReplayResults::buildSent()
{
    const auto text = [](auto member) {
        return [member](const SentRow& row, int role) -> QVariant {
            return role == Qt::DisplayRole      ? QVariant(row.*member)
                   : role == Qt::ForegroundRole ? coloured(row.bad)
                   : role == Qt::ToolTipRole    ? QVariant(row.*member)
                                                : QVariant();
        };
    };
    m_sent = new RowModel<SentRow>({{tr("Event"),
                                     [](const SentRow& row, int role) {
                                         return role == Qt::DisplayRole ? QVariant(toQString(row.event))
                                                                        : QVariant();
                                     }},
                                    {tr("Outcome"), text(&SentRow::outcome)},
                                    {tr("To"), text(&SentRow::to)},
                                    {tr("Detail"), text(&SentRow::detail)}},
                                   this);
    m_sentTable = new QTableView(this);
    m_sentTable->setObjectName(QStringLiteral("replayOutcomes"));
    setUpTable(*m_sentTable, tr("Outcome of the replay, event by event"));
    m_sentTable->setModel(m_sent);
    addWidget(m_sentTable);
}

void ReplayResults::buildDiffs()
{
    const auto text = [](std::string DiffRow::*member, bool mono) {
        return [member, mono](const DiffRow& row, int role) -> QVariant {
            return role == Qt::DisplayRole        ? QVariant(toQString(row.*member))
                   : role == Qt::FontRole && mono ? QVariant(monoFont())
                                                  : QVariant();
        };
    };
    m_diffs = new RowModel<DiffRow>({{tr("Event"), text(&DiffRow::event, false)},
                                     {tr("Outcome"), text(&DiffRow::state, false)},
                                     {tr("Field"), text(&DiffRow::what, true)},
                                     {tr("Before"), text(&DiffRow::before, true)},
                                     {tr("Now"), text(&DiffRow::after, true)}},
                                    this);
    m_diffTable = new QTableView(this);
    m_diffTable->setObjectName(QStringLiteral("replayResults"));
    setUpTable(*m_diffTable, tr("What would differ"));
    m_diffTable->setModel(m_diffs);
    addWidget(m_diffTable);
}

void ReplayResults::clear(bool dryRun)
{
    m_items.clear();
    m_sent->setRows({});
    m_diffs->setRows({});
    setCurrentWidget(dryRun ? m_diffTable : m_sentTable);
}

void ReplayResults::show(const ReplayRun& run)
{
    m_items = run.items;
    setCurrentWidget(run.dryRun ? m_diffTable : m_sentTable);
    fill();
}

void ReplayResults::note(const Delivery& delivery)
{
    if (!delivery.replay) {
        return;
    }
    m_deliveries.insert_or_assign(delivery.id, delivery);
    const bool ours = std::any_of(m_items.begin(), m_items.end(), [&](const ReplayItem& item) {
        return std::find(item.deliveryIds.begin(), item.deliveryIds.end(), delivery.id)
               != item.deliveryIds.end();
    });
    if (ours) {
        fill();
    }
}

ReplayResults::SentRow ReplayResults::rowOf(const ReplayItem& item, const std::string& deliveryId) const
{
    SentRow row{item.eventId,          item.state, stateText(item.state), {}, toQString(item.error),
                item.state == "failed"};
    if (!item.newEventId.empty()) {
        row.to = item.state == "duplicate" ? tr("of %1").arg(toQString(item.newEventId))
                                           : tr("as %1").arg(toQString(item.newEventId));
    }
    const auto found = m_deliveries.find(deliveryId);
    if (found == m_deliveries.end()) {
        return row;
    }
    const auto& delivery = found->second;
    row.outcome = deliveredText(delivery);
    row.to = toQString(delivery.urlOverride.empty() ? delivery.endpointId : delivery.urlOverride);
    row.detail = toQString(delivery.lastError);
    row.bad = delivery.state == DeliveryState::Dead;
    return row;
}

void ReplayResults::fill()
{
    std::vector<SentRow> sent;
    std::vector<DiffRow> diffs;
    for (const auto& item : m_items) {
        if (currentWidget() == m_sentTable) {
            if (item.deliveryIds.empty()) {
                sent.push_back(rowOf(item, {}));
            }
            for (const auto& id : item.deliveryIds) {
                sent.push_back(rowOf(item, id));
            }
            continue;
        }
        if (item.changes.empty()) {
            diffs.push_back({item.eventId, item.state, item.error, {}, {}});
        }
        for (const auto& change : item.changes) {
            diffs.push_back({item.eventId, changeWord(change.kind).toStdString(), change.pointer,
                             change.beforeJson, change.afterJson});
        }
    }
    const bool first = m_sent->rows().empty() && m_diffs->rows().empty();
    m_sent->setRows(std::move(sent));
    m_diffs->setRows(std::move(diffs));
    if (first) {
        fitColumns(*m_sentTable);
        fitColumns(*m_diffTable);
    }
}

QString ReplayResults::summary() const
{
    std::size_t delivered = 0;
    std::size_t dead = 0;
    std::size_t waiting = 0;
    for (const auto& item : m_items) {
        for (const auto& id : item.deliveryIds) {
            const auto found = m_deliveries.find(id);
            const auto state = found == m_deliveries.end() ? DeliveryState::Pending : found->second.state;
            delivered += state == DeliveryState::Delivered ? 1U : 0U;
            dead += state == DeliveryState::Dead ? 1U : 0U;
            waiting += state == DeliveryState::Pending ? 1U : 0U;
        }
    }
    return delivered + dead + waiting == 0
               ? QString()
               : tr("%1 delivered, %2 under way, %3 given up").arg(delivered).arg(waiting).arg(dead);
}

} // namespace gatehouse::ui
