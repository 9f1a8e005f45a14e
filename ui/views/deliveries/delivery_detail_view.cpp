// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/deliveries/delivery_detail_view.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/views/deliveries/attempt_tree.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/payload_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

DeliveryDetailView::DeliveryDetailView(Context& context, const EndpointList& endpoints, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_endpoints(endpoints)
{
    build();
    connect(&context.zone, &DisplayZone::changed, this, [this] {
        if (m_detail) {
            fill(true);
        }
    });
    connect(&endpoints, &EndpointList::changed, this, [this] {
        if (m_detail) {
            nameEndpoint();
        }
    });
    showNothing();
}

void DeliveryDetailView::build()
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    whole->addWidget(m_stack);
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_empty);
    auto* page = new QWidget(m_stack);
    m_stack->addWidget(page);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    m_state = new Banner(page);
    m_state->setObjectName(QStringLiteral("deliveryState"));
    column->addWidget(m_state);
    m_tabs = new QTabWidget(page);
    m_tabs->setObjectName(QStringLiteral("deliveryTabs"));
    m_tabs->setAccessibleName(tr("Parts of the delivery"));
    m_tabs->setDocumentMode(true);
    m_body = new PayloadView(m_context.workers, m_context.dialogs, m_tabs);
    auto* scroll = new QScrollArea(m_tabs);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Facts about the delivery"));
    m_facts = new Facts(scroll);
    m_facts->setObjectName(QStringLiteral("deliveryFacts"));
    scroll->setWidget(m_facts);
    m_tabs->addTab(buildAttempts(), tr("Attempts"));
    m_tabs->addTab(m_body, tr("Body"));
    m_tabs->addTab(scroll, tr("Facts"));
    column->addWidget(m_tabs, 1);
}

QWidget* DeliveryDetailView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* lines = new QVBoxLayout(bar);
    lines->setContentsMargins(kMargin, kGap, kGap, kTight);
    lines->setSpacing(kTight);
    m_title = new ElidedLabel(Qt::ElideRight, bar);
    m_title->setObjectName(QStringLiteral("deliveryTitle"));
    m_title->setFont(typeFont(Type::Heading));
    m_title->setTextFormat(Qt::PlainText);
    lines->addWidget(m_title);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    lines->addLayout(row);
    const auto link = [&](const char* name, const QString& text, const char* picture, const QString& tip) {
        auto* button = new QToolButton(bar);
        button->setObjectName(QLatin1String(name));
        button->setText(text);
        button->setIcon(icon(QLatin1String(picture)));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setToolTip(tip);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
        return button;
    };
    m_event = link("deliveryEvent", tr("Event"), "webhooks", tr("The webhook that it tells of (E)"));
    m_endpoint = link("deliveryEndpoint", tr("Endpoint"), "endpoints", tr("Where it goes"));
    connect(m_event, &QToolButton::clicked, this, [this] {
        m_context.navigator.go(QStringLiteral("webhooks"),
                               {{QStringLiteral("event"), toQString(m_detail->delivery.eventId)}});
    });
    connect(m_endpoint, &QToolButton::clicked, this, [this] {
        m_context.navigator.go(QStringLiteral("endpoints"),
                               {{QStringLiteral("endpoint"), toQString(m_detail->delivery.endpointId)}});
    });
    const auto deed = [&](const char* name, const QString& text, const QString& tip,
                          void (DeliveryDetailView::*signal)(const std::string&)) {
        auto* button = new QPushButton(text, bar);
        button->setObjectName(QLatin1String(name));
        button->setToolTip(tip);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, signal] {
            Q_EMIT(this->*signal)
            (m_wanted);
        });
        return button;
    };
    m_send =
        deed("sendDelivery", tr("Send again"), tr("Send it now (Ctrl+R)"), &DeliveryDetailView::sendWanted);
    m_edit = deed("editDelivery", tr("Edit…"), tr("Send it again with another body (Ctrl+Shift+R)"),
                  &DeliveryDetailView::editWanted);
    m_drop = deed("dropDelivery", tr("Drop"), tr("Take it out of the queue (Del)"),
                  &DeliveryDetailView::dropWanted);
    row->addStretch(1);
    return bar;
}

QWidget* DeliveryDetailView::buildAttempts()
{
    auto* splitter = new QSplitter(Qt::Vertical, m_tabs);
    splitter->setObjectName(QStringLiteral("attemptsSplitter"));
    splitter->setChildrenCollapsible(false);
    m_attempts = new QTreeWidget(splitter);
    m_attempts->setObjectName(QStringLiteral("deliveryAttempts"));
    m_attempts->setAccessibleName(tr("Attempts"));
    m_attempts->setHeaderLabels({tr("Attempt"), tr("When"), tr("Outcome")});
    m_attempts->setUniformRowHeights(true);
    m_attempts->setFrameShape(QFrame::NoFrame);
    m_attempts->setMinimumHeight(m_attempts->fontMetrics().height() * 3); // the header and an attempt
    m_exchange = new ExchangePane(m_context, splitter);
    m_exchange->setObjectName(QStringLiteral("deliveryExchange"));
    splitter->addWidget(m_attempts);
    splitter->addWidget(m_exchange);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    connect(m_attempts, &QTreeWidget::currentItemChanged, this, &DeliveryDetailView::onAttempt);
    return splitter;
}

void DeliveryDetailView::show(const std::string& id)
{
    m_wanted = id;
    m_context.gateway.webhooks().deliveries().delivery(
        id, m_context.mailbox.reply<DeliveryDetail>(this, [this, id](Result<DeliveryDetail> answer) {
            if (id != m_wanted) {
                return; // the selection has moved on
            }
            if (!answer) {
                m_detail.reset();
                m_empty->explain(QLatin1String("warning"), tr("This delivery is gone"),
                                 errorText(answer.error()));
                m_stack->setCurrentIndex(0);
                return;
            }
            const bool again = m_detail && m_detail->delivery.id == id;
            const bool sameBody = again && m_detail->body == answer->body;
            m_detail = *std::move(answer);
            m_stack->setCurrentIndex(1);
            fill(again);
            if (!sameBody) {
                fillBody();
            }
        }));
}

void DeliveryDetailView::refresh(const std::string& id)
{
    if (id == m_wanted && m_detail) {
        show(id);
    }
}

void DeliveryDetailView::showNothing()
{
    m_wanted.clear();
    m_detail.reset();
    m_empty->explain(QLatin1String("deliveries"), tr("Select a delivery to see its attempts"),
                     tr("J and K go through the list, Ctrl+R sends again"));
    m_stack->setCurrentIndex(0);
}

void DeliveryDetailView::fill(bool again)
{
    const auto& delivery = m_detail->delivery;
    m_title->setToolTip(toQString(delivery.id));
    const bool ended = delivery.state != DeliveryState::Pending;
    m_send->setText(ended ? tr("Send again") : tr("Send now"));
    m_edit->setEnabled(ended);
    m_drop->setEnabled(delivery.state == DeliveryState::Pending || delivery.state == DeliveryState::Dead);
    m_event->setEnabled(!delivery.eventId.empty());
    nameEndpoint();
    // Who looks at the latest attempt is shown the next one when it comes.
    const auto chosen = again ? attemptOf(m_attempts->currentItem()) : 0U;
    const bool latest = chosen == 0 || static_cast<int>(chosen) == m_attempts->topLevelItemCount();
    fillAttempts(*m_attempts, m_detail->attempts, m_context.zone);
    const auto rows = static_cast<int>(m_detail->attempts.size());
    if (rows > 0) {
        m_attempts->setCurrentItem(
            m_attempts->topLevelItem(latest ? rows - 1 : std::min(static_cast<int>(chosen) - 1, rows - 1)));
    }
    m_exchange->setVisible(rows > 0);
    fillFacts();
}

void DeliveryDetailView::fillBody()
{
    if (m_detail->body.empty()) {
        m_body->setNothing(tr("It has no body"));
    } else {
        m_body->setBody(m_detail->body, tr("body of the delivery"),
                        static_cast<std::int64_t>(m_detail->body.size()));
    }
}

/// What hangs on the endpoint: its name, and whether it is held.
void DeliveryDetailView::nameEndpoint()
{
    const auto& delivery = m_detail->delivery;
    m_title->setText(QString(toQString(delivery.event) % u' ' % toQString(delivery.model) % u" → "
                             % toQString(m_endpoints.nameOf(delivery.endpointId))));
    m_endpoint->setEnabled(m_endpoints.find(delivery.endpointId) != nullptr);
    sayState();
}

void DeliveryDetailView::sayState()
{
    const auto& delivery = m_detail->delivery;
    const auto look = deliveryLook(delivery.state, delivery.attempts);
    const auto* endpoint = m_endpoints.find(delivery.endpointId);
    const bool held = endpoint != nullptr && endpoint->endpoint.status != EndpointStatus::Active;
    const QString reason = toQString(delivery.lastError);
    const QString next = held ? tr("its endpoint is %1: it waits until that is resumed")
                                    .arg(toQString(endpointStatusName(endpoint->endpoint.status)))
                         : !delivery.nextAt || *delivery.nextAt <= m_context.clock.now()
                             ? tr("due now")
                             : tr("next attempt %1").arg(m_context.zone.relative(*delivery.nextAt));
    QString text = deliveryLookText(look).section(u' ', 1);
    switch (look) {
    case DeliveryLook::Waiting:
        text = tr("Waits for its first attempt; %1").arg(next);
        break;
    case DeliveryLook::Failing:
        text = tr("%1 attempts failed, %2. Last: %3").arg(delivery.attempts).arg(next, reason);
        break;
    case DeliveryLook::Delivered:
        text = tr("Taken with %1 at attempt %2").arg(delivery.lastStatus).arg(delivery.attempts);
        break;
    case DeliveryLook::Dead:
        text = tr("Given up: %1").arg(reason.isEmpty() ? tr("no reason is kept") : reason);
        break;
    case DeliveryLook::Discarded:
        text = tr("Dropped%1").arg(reason.isEmpty() ? QString() : QString(u": " % reason));
        break;
    }
    m_state->say(deliveryLookAccent(look), text);
}

void DeliveryDetailView::tick()
{
    if (m_detail && m_detail->delivery.state == DeliveryState::Pending) {
        sayState();
    }
}

void DeliveryDetailView::fillFacts()
{
    const auto& delivery = m_detail->delivery;
    const auto& zone = m_context.zone;
    m_facts->clear();
    m_facts->add(tr("State"), deliveryLookText(deliveryLook(delivery.state, delivery.attempts)),
                 deliveryLookAccent(deliveryLook(delivery.state, delivery.attempts)));
    m_facts->add(tr("Event"), QString(toQString(delivery.event) % u' ' % toQString(delivery.model) % u'.'
                                      % toQString(delivery.resource)));
    m_facts->add(tr("Endpoint"), toQString(m_endpoints.nameOf(delivery.endpointId)));
    m_facts->add(tr("Customer"), toQString(m_context.directory.environmentName(delivery.environmentId)));
    m_facts->add(tr("Account"), delivery.accountId.empty()
                                    ? QString()
                                    : toQString(m_context.directory.accountTitle(delivery.accountId)));
    m_facts->add(tr("Queued"), zone.fullTime(delivery.createdAt));
    m_facts->add(tr("Next attempt"), delivery.nextAt ? zone.fullTime(*delivery.nextAt) : QString());
    m_facts->add(tr("Ended"), delivery.finishedAt ? zone.fullTime(*delivery.finishedAt) : QString());
    m_facts->add(tr("Attempts"), QString::number(delivery.attempts));
    m_facts->add(tr("Last answer"),
                 delivery.lastStatus == 0 ? QString() : QString::number(delivery.lastStatus));
    m_facts->add(tr("Last reason"), toQString(delivery.lastError));
    m_facts->add(tr("Replay"),
                 delivery.replay ? tr("yes: one attempt, not counted in the endpoint's health") : QString());
    m_facts->add(tr("Sent to instead"), toQString(delivery.urlOverride));
    m_facts->addHeading(tr("Names"));
    m_facts->addCode(tr("Delivery"), toQString(delivery.id));
    m_facts->addCode(tr("webhook-id"), toQString(delivery.messageId));
    if (!delivery.eventId.empty()) {
        m_facts->addCode(tr("Received event"), toQString(delivery.eventId));
    }
}

void DeliveryDetailView::onAttempt()
{
    if (!m_detail) {
        return;
    }
    const auto number = attemptOf(m_attempts->currentItem());
    for (const auto& attempt : m_detail->attempts) {
        if (attempt.number == number) {
            m_exchange->show({exchangeOf(attempt)});
            return;
        }
    }
}

} // namespace gatehouse::ui
