// SPDX-License-Identifier: GPL-3.0-or-later
// What happened to a webhook, step by step: received → verified → stored → answered → mapped → delivered.
#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/views/deliveries/attempt_tree.h"
#include "ui/views/webhooks/event_detail_view.h"

#include <QGuiApplication>
#include <QTreeWidget>

#include <algorithm>

namespace gatehouse::ui {

namespace {

/// Told by glyph and words as well.
void mark(QTreeWidgetItem& item, Accent accent)
{
    QFont bold = item.font(0);
    bold.setBold(true);
    item.setFont(0, bold);
    for (const int column : {0, 2}) {
        item.setForeground(column, accentColour(accent, QGuiApplication::palette()));
    }
}

std::size_t givenUp(const EventTrail& trail)
{
    return static_cast<std::size_t>(
        std::count_if(trail.deliveries.begin(), trail.deliveries.end(), [](const DeliveryDetail& delivery) {
            return delivery.delivery.state == DeliveryState::Dead && !delivery.delivery.replay;
        }));
}

} // namespace

QTreeWidgetItem* EventDetailView::addStep(QTreeWidgetItem* parent, const QString& glyph, const QString& what,
                                          const QString& when, const QString& detail)
{
    auto* item = parent == nullptr ? new QTreeWidgetItem(m_trail) : new QTreeWidgetItem(parent);
    item->setText(0, glyph % u' ' % what);
    item->setText(1, when);
    item->setText(2, detail);
    item->setToolTip(2, detail);
    return item;
}

QString EventDetailView::problemBehindAnswer() const
{
    const auto& event = m_event->detail.event;
    if (event.state == EventState::Failed) {
        return tr("The sender got %1, but inside it failed: %2. It takes it for delivered and will not send "
                  "it "
                  "again.")
            .arg(event.answered)
            .arg(toQString(event.error));
    }
    if (const auto dead = givenUp(*m_event); dead > 0) {
        return tr("The sender got %1, but %2 of %3 deliveries was given up.")
            .arg(event.answered)
            .arg(dead)
            .arg(m_event->deliveries.size());
    }
    return {};
}

void EventDetailView::fillRefusedTrail(const RejectedWebhook& rejected)
{
    m_trail->clear();
    m_exchange->hide();
    addStep(nullptr, QStringLiteral("✓"), tr("received"), m_context.zone.shortTime(rejected.receivedAt),
            tr("%1 from %2").arg(sizeText(rejected.bodyBytes), toQString(rejected.request.peerAddress)));
    auto* refused =
        addStep(nullptr, QStringLiteral("✗"), tr("refused with %1").arg(rejected.status),
                rejected.answerTime ? tr("in %1").arg(durationText(*rejected.answerTime)) : QString(),
                toQString(rejected.reason));
    mark(*refused, Accent::Error);
    m_trail->resizeColumnToContents(0);
    m_trail->resizeColumnToContents(1);
}

/// The answer comes before the work, so a failure of the work is one that the sender never hears of.
void EventDetailView::addAnswer()
{
    const auto& event = m_event->detail.event;
    const bool behind = !problemBehindAnswer().isEmpty();
    auto* item = addStep(nullptr, behind ? QStringLiteral("▲") : QStringLiteral("✓"),
                         tr("answered %1").arg(event.answered),
                         event.answerTime                ? tr("in %1").arg(durationText(*event.answerTime))
                         : answerTimeNote(event).empty() ? QString()
                                                         : tr("not kept"),
                         behind ? tr("before it failed inside: the sender does not know") : QString());
    if (behind) {
        mark(*item, Accent::Warning);
    } else if (!answerTimeNote(event).empty()) {
        item->setText(2, tr("how long it took is %1").arg(toQString(answerTimeNote(event))));
    }
}

void EventDetailView::fillTrail()
{
    m_trail->clear();
    m_exchange->hide();
    const auto& event = m_event->detail.event;
    addStep(nullptr, QStringLiteral("✓"), tr("received"), m_context.zone.shortTime(event.receivedAt),
            m_event->detail.request.peerAddress.empty()
                ? sizeText(event.payloadBytes)
                : tr("%1 from %2")
                      .arg(sizeText(event.payloadBytes), toQString(m_event->detail.request.peerAddress)));
    const bool checked = !event.verifiedBy.empty() && event.verifiedBy != "none";
    addStep(nullptr, checked ? QStringLiteral("✓") : QStringLiteral("–"),
            checked ? tr("verified") : tr("not verified"), {}, toQString(event.verifiedBy));
    addStep(nullptr, QStringLiteral("✓"), tr("stored"), {}, toQString(event.payloadRef));
    addAnswer();
    switch (event.state) {
    case EventState::Queued:
        addStep(nullptr, QStringLiteral("◷"), tr("queued"), {}, tr("its job waits or runs"));
        break;
    case EventState::Processed:
        addStep(nullptr, QStringLiteral("✓"), tr("mapped"), {},
                tr("%1, %2 records").arg(toQString(event.event)).arg(event.records));
        break;
    case EventState::Ignored:
        addStep(nullptr, QStringLiteral("–"), tr("ignored"), {}, tr("the definition makes no event of it"));
        break;
    case EventState::Failed:
        mark(*addStep(nullptr, QStringLiteral("✗"), tr("failed inside"), {}, toQString(event.error)),
             Accent::Error);
        break;
    }
    for (const auto& delivery : m_event->deliveries) {
        addDelivery(delivery);
    }
    if (m_event->deliveries.empty() && event.state == EventState::Processed) {
        addStep(nullptr, QStringLiteral("–"), tr("not delivered"), {}, tr("no endpoint subscribes to it"));
    }
    m_trail->expandAll();
    m_trail->resizeColumnToContents(0);
    m_trail->resizeColumnToContents(1);
}

void EventDetailView::addDelivery(const DeliveryDetail& delivery)
{
    const auto& what = delivery.delivery;
    const QString url = toQString(!what.urlOverride.empty()   ? what.urlOverride
                                  : delivery.attempts.empty() ? what.endpointId
                                                              : delivery.attempts.back().url);
    const QString glyph = what.state == DeliveryState::Delivered ? QStringLiteral("✓")
                          : what.state == DeliveryState::Pending ? QStringLiteral("◷")
                                                                 : QStringLiteral("✗");
    const QString when = !what.nextAt ? QString()
                         : *what.nextAt <= m_context.clock.now()
                             ? tr("due now")
                             : tr("next %1").arg(m_context.zone.relative(*what.nextAt));
    auto* parent = addStep(
        nullptr, glyph,
        (what.replay ? tr("↻ %1") : QStringLiteral("%1")).arg(toQString(deliveryStateName(what.state))), when,
        url);
    if (what.state == DeliveryState::Dead) {
        mark(*parent, Accent::Error);
    }
    for (const auto& attempt : delivery.attempts) {
        addAttempt(*parent, attempt, m_context.zone);
    }
}

void EventDetailView::onTrailSelected()
{
    const auto* item = m_trail->currentItem();
    const auto id = deliveryOf(item);
    if (id.empty() || !m_event) {
        m_exchange->hide();
        return;
    }
    const auto number = attemptOf(item);
    for (const auto& delivery : m_event->deliveries) {
        for (const auto& attempt : delivery.attempts) {
            if (attempt.deliveryId == id && attempt.number == number) {
                m_exchange->show({exchangeOf(attempt)});
                m_exchange->QWidget::show();
                return;
            }
        }
    }
}

} // namespace gatehouse::ui
