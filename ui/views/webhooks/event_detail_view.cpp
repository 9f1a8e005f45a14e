// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/event_detail_view.h"

#include "core/base/url.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/views/webhooks/signature_pane.h"
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
#include <QTableView>
#include <QTreeWidget>

#include <utility>

namespace gatehouse::ui {

namespace {

enum Tab
{
    TrailTab,
    RequestTab,
    SignatureTab,
    ResultTab
};

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
    m_signature = new SignaturePane(m_context, m_tabs);
    m_result = new PayloadView(m_context.workers, m_context.dialogs, m_tabs);
    m_tabs->addTab(buildTrail(), tr("Trail"));
    m_tabs->addTab(buildRequest(), tr("Request"));
    m_tabs->addTab(m_signature, tr("Signature"));
    m_tabs->addTab(m_result, tr("Result"));
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
    m_trail->setAccessibleName(tr("What happened to it"));
    m_trail->setHeaderLabels({tr("Step"), tr("When"), tr("Detail")});
    m_trail->setRootIsDecorated(true);
    m_trail->setUniformRowHeights(true);
    m_trail->setFrameShape(QFrame::NoFrame);
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

QWidget* EventDetailView::buildRequest()
{
    auto* page = new QWidget(m_tabs);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_requestLine = new QLabel(page);
    m_requestLine->setFont(monoFont());
    m_requestLine->setTextFormat(Qt::PlainText);
    m_requestLine->setWordWrap(true);
    m_requestLine->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_requestLine->setContentsMargins(kGap, kTight, kGap, kTight);
    m_requestLine->setAccessibleName(tr("Request"));
    column->addWidget(m_requestLine);
    auto* parts = new QTabWidget(page);
    parts->setDocumentMode(true);
    parts->setAccessibleName(tr("Parts of the request"));
    m_body = new PayloadView(m_context.workers, m_context.dialogs, parts);
    m_body->setObjectName(QStringLiteral("eventBody"));
    m_headers = makeHeaderModel(this);
    m_headerTable = new QTableView(parts);
    setUpTable(*m_headerTable, tr("Headers of the request"));
    m_headerTable->setModel(m_headers);
    parts->addTab(m_body, tr("Body"));
    m_query = makeHeaderModel(this);
    m_queryTable = new QTableView(parts);
    m_queryTable->setObjectName(QStringLiteral("eventQuery"));
    setUpTable(*m_queryTable, tr("Parameters of the URL"));
    m_queryTable->setModel(m_query);
    m_requestParts = parts;
    parts->addTab(m_headerTable, tr("Headers"));
    column->addWidget(parts, 1);
    return page;
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
    m_trail->clear();
    m_exchange->hide();
    addStep(nullptr, QStringLiteral("✓"), tr("received"), m_context.zone.shortTime(rejected.receivedAt),
            tr("%1 from %2").arg(sizeText(rejected.bodyBytes), toQString(rejected.request.peerAddress)));
    addStep(nullptr, QStringLiteral("✗"), tr("refused with %1").arg(rejected.status), {},
            toQString(rejected.reason));
    m_trail->resizeColumnToContents(0);
    m_trail->resizeColumnToContents(1);
    showRequest(rejected.request);
    if (rejected.body.empty()) {
        m_body->setNothing(tr("It had no body"));
    } else {
        m_body->setBody(rejected.body, tr("webhook body"), rejected.bodyBytes);
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
    const bool failed = event.state == EventState::Failed;
    m_problem->setVisible(failed);
    if (failed) {
        m_problem->say(Accent::Error,
                       tr("The sender got 200, but inside it failed: %1").arg(toQString(event.error)));
    }
    fillTrail();
    showRequest(m_event->detail.request);
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

void EventDetailView::fillTrail()
{
    m_trail->clear();
    m_exchange->hide();
    const auto& event = m_event->detail.event;
    addStep(nullptr, QStringLiteral("✓"), tr("received"), m_context.zone.shortTime(event.receivedAt),
            tr("%1, answered 200").arg(sizeText(event.payloadBytes)));
    const bool checked = !event.verifiedBy.empty() && event.verifiedBy != "none";
    addStep(nullptr, checked ? QStringLiteral("✓") : QStringLiteral("–"),
            checked ? tr("verified") : tr("not verified"), {}, toQString(event.verifiedBy));
    addStep(nullptr, QStringLiteral("✓"), tr("stored"), {}, toQString(event.payloadRef));
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
        addStep(nullptr, QStringLiteral("✗"), tr("mapping failed"), {}, toQString(event.error));
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
    for (const auto& attempt : delivery.attempts) {
        const bool good = attempt.status >= 200 && attempt.status < 300;
        auto* item =
            addStep(parent, good ? QStringLiteral("✓") : QStringLiteral("✗"),
                    attempt.status == 0 ? tr("attempt %1: no answer").arg(attempt.number)
                                        : tr("attempt %1: %2").arg(attempt.number).arg(attempt.status),
                    m_context.zone.shortTime(attempt.startedAt),
                    attempt.error.empty() ? durationText(attempt.duration) : toQString(attempt.error));
        item->setData(0, Qt::UserRole, toQString(attempt.deliveryId));
        item->setData(0, Qt::UserRole + 1, attempt.number);
    }
}

void EventDetailView::onTrailSelected()
{
    const auto* item = m_trail->currentItem();
    const auto id = item == nullptr ? std::string() : item->data(0, Qt::UserRole).toString().toStdString();
    if (id.empty() || !m_event) {
        m_exchange->hide();
        return;
    }
    const auto number = item->data(0, Qt::UserRole + 1).toUInt();
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

void EventDetailView::showRequest(const WebhookRequest& request)
{
    m_requestLine->setText(toQString(request.method) % u"  " % toQString(request.target));
    m_headers->setRows(request.headers);
    fitColumns(*m_headerTable);
    const auto mark = request.target.find('?');
    std::vector<HeaderField> parameters;
    for (auto& [name, value] :
         parseQuery(mark == std::string::npos ? std::string() : request.target.substr(mark + 1))) {
        parameters.push_back({name, value});
    }
    const bool any = !parameters.empty();
    m_query->setRows(std::move(parameters));
    fitColumns(*m_queryTable);
    const int at = m_requestParts->indexOf(m_queryTable);
    if (any && at < 0) {
        m_requestParts->addTab(m_queryTable, tr("Query"));
    } else if (!any && at >= 0) {
        m_requestParts->removeTab(at);
    }
}

void EventDetailView::loadPayload()
{
    m_body->setNothing(tr("Reading the body…"));
    m_context.gateway.webhooks().received().payload(
        m_wanted,
        m_context.mailbox.reply<EventPayload>(this, [this, id = m_wanted](Result<EventPayload> answer) {
            if (id != m_wanted) {
                return;
            }
            if (!answer) {
                m_body->setNothing(tr("The body is gone"), errorText(answer.error()));
            } else if (answer->body.empty()) {
                m_body->setNothing(tr("It had no body"));
            } else {
                m_body->setBody(std::move(answer->body), tr("webhook body"));
            }
        }));
}

} // namespace gatehouse::ui
