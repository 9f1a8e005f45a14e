// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/deliveries/queue_strip.h"

#include "ui/models/delivery_model.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString counted(const QString& glyph, std::uint64_t count, const QString& word)
{
    return QString(glyph % u' ' % countText(static_cast<qint64>(count)) % u' ' % word);
}

void paint(QToolButton& button, Accent accent, bool something)
{
    QPalette colours = button.parentWidget()->palette();
    const auto colour = accentColour(something ? accent : Accent::Muted, colours);
    colours.setColor(QPalette::ButtonText, colour);
    colours.setColor(QPalette::WindowText, colour);
    button.setPalette(colours);
}

std::uint64_t deep(const EndpointView& view, const EndpointList& endpoints)
{
    const auto counts = endpoints.countsOf(view.endpoint.id);
    return counts[static_cast<std::size_t>(DeliveryState::Pending)];
}

} // namespace

QueueStrip::QueueStrip(const EndpointList& endpoints, const DisplayZone& zone, QWidget* parent)
    : QWidget(parent)
    , m_endpoints(endpoints)
    , m_zone(zone)
    , m_oldest(new QLabel(this))
    , m_more(new QToolButton(this))
{
    setObjectName(QStringLiteral("queueStrip"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGap, kGap, kGap, 0);
    column->setSpacing(kTight);
    auto* totals = new QHBoxLayout;
    totals->setSpacing(kGap);
    m_pending = addButton(*totals, "totalPending", QStringLiteral("state:pending"),
                          tr("In the queue: waiting for their first attempt, or for the next"));
    m_failing = addButton(*totals, "totalFailing", QStringLiteral("state:failing"),
                          tr("In the queue, and their attempts have failed so far"));
    m_dead = addButton(*totals, "totalDead", QStringLiteral("state:dead"), tr("Dead letters: given up"));
    m_delivered = addButton(*totals, "totalDelivered", QStringLiteral("state:delivered"),
                            tr("Taken by their endpoints"));
    m_discarded =
        addButton(*totals, "totalDiscarded", QStringLiteral("state:discarded"), tr("Taken out by hand"));
    m_oldest->setObjectName(QStringLiteral("oldestWaits"));
    m_oldest->setTextFormat(Qt::PlainText);
    totals->addStretch(1);
    totals->addWidget(m_oldest);
    column->addLayout(totals);
    auto* queues = new QHBoxLayout;
    queues->setSpacing(kGap);
    for (std::size_t i = 0; i < kShownEndpoints; ++i) {
        auto* button = new QToolButton(this);
        button->setObjectName(QStringLiteral("queueOf%1").arg(i));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, i] {
            Q_EMIT
            filterWanted(m_deepestFilter[i]);
        });
        queues->addWidget(button);
        m_deepest[i] = button;
    }
    m_more->setObjectName(QStringLiteral("allQueues"));
    m_more->setFocusPolicy(Qt::TabFocus);
    m_more->setToolTip(tr("The queue of every endpoint"));
    connect(m_more, &QToolButton::clicked, this, &QueueStrip::showAll);
    queues->addWidget(m_more);
    queues->addStretch(1);
    column->addLayout(queues);
    update(0);
}

QToolButton* QueueStrip::addButton(QHBoxLayout& row, const char* name, const QString& filter,
                                   const QString& tip)
{
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tr("%1; press to see them").arg(tip));
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, filter] {
        Q_EMIT
        filterWanted(filter);
    });
    row.addWidget(button);
    return button;
}

void QueueStrip::update(std::size_t failing)
{
    const auto& counts = m_endpoints.counts();
    const auto of = [&](DeliveryState state) { return counts[static_cast<std::size_t>(state)]; };
    const auto say = [](QToolButton& button, const QString& glyph, std::uint64_t count, const QString& word,
                        Accent accent) {
        button.setText(counted(glyph, count, word));
        button.setAccessibleName(QString(countText(static_cast<qint64>(count)) % u' ' % word));
        paint(button, accent, count > 0);
    };
    say(*m_pending, QStringLiteral("◷"), of(DeliveryState::Pending), tr("in the queue"), Accent::Info);
    say(*m_failing, QStringLiteral("▲"), failing, tr("failing"), Accent::Warning);
    say(*m_dead, QStringLiteral("✗"), of(DeliveryState::Dead), tr("dead"), Accent::Error);
    say(*m_delivered, QStringLiteral("✓"), of(DeliveryState::Delivered), tr("delivered"), Accent::Ok);
    say(*m_discarded, QStringLiteral("–"), of(DeliveryState::Discarded), tr("discarded"), Accent::Muted);
    m_discarded->setVisible(of(DeliveryState::Discarded) > 0);
    std::optional<UnixMillis> oldest;
    for (const auto& view : m_endpoints.all()) {
        const auto& waits = view.health.oldestPendingAt;
        oldest = waits && (!oldest || *waits < *oldest) ? waits : oldest;
    }
    m_oldest->setText(oldest ? tr("the oldest came %1").arg(m_zone.relative(*oldest)) : QString());
    updateEndpoints();
}

QString QueueStrip::endpointText(const EndpointView& view) const
{
    const auto counts = m_endpoints.countsOf(view.endpoint.id);
    const auto pending = counts[static_cast<std::size_t>(DeliveryState::Pending)];
    const auto dead = counts[static_cast<std::size_t>(DeliveryState::Dead)];
    QStringList parts{toQString(m_endpoints.nameOf(view.endpoint.id))};
    parts.append(pending == 0 ? tr("nothing waits") : counted(QStringLiteral("◷"), pending, tr("wait")));
    if (dead > 0) {
        parts.append(counted(QStringLiteral("✗"), dead, tr("dead")));
    }
    if (view.endpoint.status != EndpointStatus::Active) {
        parts.append(toQString(endpointStatusName(view.endpoint.status)));
    } else if (view.health.breaker != "closed") {
        parts.append(tr("held back"));
    } else if (view.health.failing) {
        parts.append(tr("failing"));
    }
    return parts.join(QStringLiteral(" · "));
}

void QueueStrip::updateEndpoints()
{
    std::vector<const EndpointView*> order;
    for (const auto& view : m_endpoints.all()) {
        order.push_back(&view);
    }
    std::stable_sort(order.begin(), order.end(), [this](const auto* a, const auto* b) {
        return deep(*a, m_endpoints) > deep(*b, m_endpoints);
    });
    for (std::size_t i = 0; i < kShownEndpoints; ++i) {
        const bool there = i < order.size();
        m_deepest[i]->setVisible(there);
        if (there) {
            const auto& view = *order[i];
            const bool well = view.endpoint.status == EndpointStatus::Active && !view.health.failing
                              && view.health.breaker == "closed";
            m_deepestFilter[i] = QString(u"endpoint:" % toQString(view.endpoint.id));
            m_deepest[i]->setText(endpointText(view));
            m_deepest[i]->setToolTip(tr("%1\nPress to see its deliveries").arg(toQString(view.endpoint.url)));
            paint(*m_deepest[i], Accent::Warning, !well);
        }
    }
    const auto all = static_cast<qint64>(order.size());
    m_more->setText(all == 0 ? tr("No endpoints yet: add one…") : tr("All %1 endpoints ▾").arg(all));
    m_more->setVisible(all == 0 || order.size() > kShownEndpoints);
}

void QueueStrip::showAll()
{
    if (m_endpoints.all().empty()) {
        Q_EMIT
        endpointsWanted();
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("queuesMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto& view : m_endpoints.all()) {
        menu->addAction(endpointText(view), this, [this, id = view.endpoint.id] {
            Q_EMIT
            filterWanted(QString(u"endpoint:" % toQString(id)));
        });
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

} // namespace gatehouse::ui
