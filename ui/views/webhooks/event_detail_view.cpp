// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/event_detail_view.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/views/webhooks/copy_pane.h"
#include "ui/views/webhooks/signature_pane.h"
#include "ui/views/webhooks/webhook_exchange.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/tables.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTreeWidget>

#include <utility>

namespace gatehouse::ui {

namespace {

enum Tab
{
    TrailTab,
    RequestTab,
    SignatureTab,
    ResultTab,
    CopyTab
};

/// The answer as it is told: of an event that was kept before answers were, the status stands beside it.
WebhookAnswer answerOf(const WebhookEventDetail& detail)
{
    auto answer = detail.answer;
    answer.status = detail.event.answered;
    return answer;
}

} // namespace

EventDetailView::EventDetailView(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("eventDetail"));
    setAccessibleName(tr("Received webhook"));
    build();
    connect(&context.zone, &DisplayZone::changed, this, [this] {
        if (m_event) {
            fill();
        }
    });
    showNothing();
}

void EventDetailView::build()
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
    m_problem = new Banner(page);
    m_problem->setObjectName(QStringLiteral("eventProblem"));
    m_problem->hide();
    column->addWidget(m_problem);
    m_tabs = new QTabWidget(page);
    m_tabs->setObjectName(QStringLiteral("eventTabs"));
    m_tabs->setAccessibleName(tr("Parts of the webhook"));
    m_tabs->setDocumentMode(true);
    m_received = new WebhookExchange(m_context, m_tabs);
    m_signature = new SignaturePane(m_context, m_tabs);
    m_copy = new CopyPane(m_context, m_tabs);
    m_result = new PayloadView(m_context.workers, m_context.dialogs, m_tabs);
    m_tabs->addTab(buildTrail(), tr("Trail"));
    m_tabs->addTab(m_received, tr("Request"));
    m_tabs->addTab(m_signature, tr("Signature"));
    m_tabs->addTab(m_result, tr("Result"));
    m_tabs->addTab(m_copy, tr("cURL"));
    column->addWidget(m_tabs, 1);
}

QWidget* EventDetailView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kMargin, kGap, kGap, kTight);
    row->setSpacing(kGap);
    m_title = new QLabel(bar);
    m_title->setFont(typeFont(Type::Heading));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_replay = new QPushButton(icon(QLatin1String("refresh")), tr("Replay…"), bar);
    m_replay->setObjectName(QStringLiteral("replayEvent"));
    m_replay->setToolTip(tr("Map and deliver it again (Ctrl+R)"));
    row->addWidget(m_title, 1);
    m_edit = new QPushButton(tr("Edit…"), bar);
    m_edit->setObjectName(QStringLiteral("editEvent"));
    m_edit->setToolTip(tr("Send it again with another body, or bookmark it (Ctrl+Shift+R)"));
    row->addWidget(m_replay);
    row->addWidget(m_edit);
    connect(m_edit, &QPushButton::clicked, this, [this] {
        Q_EMIT
        editWanted(m_wanted);
    });
    connect(m_replay, &QPushButton::clicked, this, [this] {
        Q_EMIT
        replayWanted(m_wanted);
    });
    return bar;
}

QWidget* EventDetailView::buildTrail()
{
    auto* splitter = new QSplitter(Qt::Vertical, m_tabs);
    splitter->setObjectName(QStringLiteral("trailSplitter"));
    splitter->setChildrenCollapsible(false);
    m_trail = new QTreeWidget(splitter);
    m_trail->setObjectName(QStringLiteral("eventTrail"));
    setUpTree(*m_trail, tr("What happened to it"));
    m_trail->setSelectionMode(QAbstractItemView::SingleSelection);
    m_trail->setExpandsOnDoubleClick(true);
    m_trail->setHeaderLabels({tr("Step"), tr("When"), tr("Detail")});
    m_trail->setRootIsDecorated(true);
    m_exchange = new ExchangePane(m_context, splitter);
    m_exchange->setObjectName(QStringLiteral("attemptExchange"));
    m_exchange->hide();
    splitter->addWidget(m_trail);
    splitter->addWidget(m_exchange);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    connect(m_trail, &QTreeWidget::currentItemChanged, this, &EventDetailView::onTrailSelected);
    return splitter;
}

void EventDetailView::show(const std::string& eventId)
{
    m_wanted = eventId;
    m_context.gateway.webhooks().received().event(
        eventId, m_context.mailbox.reply<EventTrail>(this, [this, eventId](Result<EventTrail> answer) {
            if (eventId != m_wanted) {
                return; // the selection has moved on
            }
            if (!answer) {
                m_event.reset();
                m_empty->explain(QLatin1String("warning"), tr("This event is gone"),
                                 errorText(answer.error()));
                m_stack->setCurrentIndex(0);
                return;
            }
            const bool again = m_event && m_event->detail.event.id == eventId;
            m_event = *std::move(answer);
            m_stack->setCurrentIndex(1);
            fill();
            if (!again) {
                loadPayload();
            }
            Q_EMIT
            shown();
        }));
}

void EventDetailView::refresh(const std::string& eventId)
{
    if (eventId == m_wanted && m_event) {
        show(eventId);
    }
}

void EventDetailView::showNothing()
{
    m_wanted.clear();
    m_event.reset();
    m_empty->explain(QLatin1String("webhooks"), tr("Select a webhook to see what happened to it"),
                     tr("J and K go through the list, Ctrl+R replays"));
    m_stack->setCurrentIndex(0);
}

void EventDetailView::showRejected(const RejectedWebhook& rejected)
{
    m_wanted = rejected.id;
    m_event.reset();
    m_stack->setCurrentIndex(1);
    m_title->setText(tr("Refused webhook"));
    m_title->setToolTip(toQString(rejected.id));
    m_replay->hide();
    m_edit->hide();
    m_problem->hide();
    fillRefusedTrail(rejected);
    m_received->showRequest(rejected.request);
    m_received->showAnswer(rejected.answer, rejected.answerTime);
    WebhookEvent named;
    named.id = rejected.id;
    named.receivedAt = rejected.receivedAt;
    named.integration = rejected.integration;
    named.accountId = rejected.accountId;
    showCopy(std::move(named), rejected.request, rejected.body, rejected.bodyBytes);
    if (rejected.body.empty()) {
        m_received->body().setNothing(tr("It had no body"));
    } else {
        m_received->body().setBody(rejected.body, tr("webhook body"), rejected.bodyBytes);
    }
    m_signature->showRejected(rejected);
    m_tabs->setTabText(ResultTab, tr("Result"));
    m_result->setNothing(tr("Nothing: it was refused"),
                         tr("Refused requests are kept in memory only, the newest ones"));
    if (m_tabBefore < 0) {
        m_tabBefore = m_tabs->currentIndex();
    }
    m_tabs->setCurrentIndex(SignatureTab);
    Q_EMIT
    shown();
}

void EventDetailView::fill()
{
    if (m_tabBefore >= 0) {
        m_tabs->setCurrentIndex(std::exchange(m_tabBefore, -1));
    }
    const auto& event = m_event->detail.event;
    m_title->setText(event.type.empty() ? toQString(event.id) : toQString(event.type));
    m_title->setToolTip(toQString(event.id));
    m_replay->show();
    m_edit->show();
    // The sender got its 200, yet nothing came of it: what is overlooked most easily.
    const QString problem = problemBehindAnswer();
    m_problem->setVisible(!problem.isEmpty());
    if (!problem.isEmpty()) {
        m_problem->say(Accent::Error, problem);
        m_problem->offer(tr("Replay…"), [this] {
            Q_EMIT
            replayWanted(m_wanted);
        });
    }
    fillTrail();
    m_received->showRequest(m_event->detail.request);
    m_received->showAnswer(answerOf(m_event->detail), event.answerTime);
    m_signature->showAccepted(event);
    if (m_event->detail.resultJson.empty()) {
        m_result->setNothing(event.state == EventState::Queued ? tr("Not processed yet")
                                                               : tr("Nothing came of it"),
                             toQString(event.error));
    } else {
        m_result->setBody(m_event->detail.resultJson, tr("normalised events"));
    }
    m_tabs->setTabText(ResultTab, event.records == 0 ? tr("Result") : tr("Result (%1)").arg(event.records));
}

void EventDetailView::showCopy(WebhookEvent event, const WebhookRequest& request, const std::string& body,
                               std::int64_t bodyBytes)
{
    if (bodyBytes > static_cast<std::int64_t>(body.size())) {
        m_copy->showNothing(); // half a request would be a lie
        return;
    }
    auto url = m_urlOf ? m_urlOf(event.integration, event.accountId) : std::string();
    m_copy->show({std::move(event), request, body, std::move(url)});
}

void EventDetailView::loadPayload()
{
    m_received->body().setNothing(tr("Reading the body…"));
    m_copy->showNothing();
    m_context.gateway.webhooks().received().payload(
        m_wanted,
        m_context.mailbox.reply<EventPayload>(this, [this, id = m_wanted](Result<EventPayload> answer) {
            if (id != m_wanted) {
                return;
            }
            if (answer && m_event) {
                showCopy(m_event->detail.event, answer->request, answer->body,
                         static_cast<std::int64_t>(answer->body.size()));
            }
            if (!answer) {
                m_received->body().setNothing(tr("The body is gone"), errorText(answer.error()));
            } else if (answer->body.empty()) {
                m_received->body().setNothing(tr("It had no body"));
            } else {
                m_received->body().setBody(std::move(answer->body), tr("webhook body"));
            }
        }));
}

} // namespace gatehouse::ui
