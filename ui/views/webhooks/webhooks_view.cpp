// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/webhooks_view.h"

#include "core/gateway/webhooks.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/views/filter_values.h"
#include "ui/views/webhooks/event_detail_view.h"
#include "ui/views/webhooks/ingest_line.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/payload_view.h"

#include <QMenu>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kFirstLoad = 10'000;
constexpr std::size_t kKeptRejected = 2'000; // more than the gateway's ring holds

LogListTexts webhookTexts()
{
    return {QLatin1String("webhooks"),
            WebhooksView::tr("Webhooks"),
            WebhooksView::tr("webhooks"),
            WebhooksView::tr("%1 new webhooks, follow them"),
            WebhooksView::tr("Filter by topic, id, error…  e.g. state:failed age<1h body.amount>100"),
            WebhooksView::tr("Keep the newest webhook in sight (F); scrolling up stops it"),
            {{WebhooksView::tr("Failed"), QLatin1String("state:failed,refused OR dead:yes")},
             {WebhooksView::tr("Unverified"), QLatin1String("verified:no")},
             {WebhooksView::tr("Waiting"), QLatin1String("state:queued")},
             {WebhooksView::tr("Slow"), QLatin1String("ack>1s")},
             {WebhooksView::tr("Duplicates"), QLatin1String("dup:yes")}}};
}

} // namespace

WebhooksView::WebhooksView(Context& context, QWidget* parent)
    : View(QLatin1String("webhooks"), parent)
    , m_context(context)
    , m_model(new EventModel(context.directory, context.zone, context.clock, this))
    , m_bookmarks(toQString((context.options.dataDir / "bookmarks.json").string()))
{
    build();
    buildKeys();
    connect(&context.feed, &EventFeed::batch, this, &WebhooksView::onBatch);
    connect(&context.directory, &Directory::changed, m_model, &EventModel::refreshTexts);
    connect(&context.directory, &Directory::changed, this, &WebhooksView::updateValues);
    connect(&context.zone, &DisplayZone::changed, m_model, &EventModel::refreshTexts);
    m_list->setContents([this](const auto& ids, auto done) { readContents(ids, std::move(done)); });
    m_list->filterByExample(m_detail->findChild<PayloadView*>(QStringLiteral("eventBody"))->tree());
    updateValues();
    load();
}

void WebhooksView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_ingest = new IngestLine(m_context, this);
    column->addWidget(m_ingest);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("webhooksSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_list = new LogList(m_context, *m_model, eventFields(), webhookTexts(), m_splitter);
    column->addWidget(m_list->bar());
    column->addWidget(m_splitter, 1);
    buildColumns();
    m_splitter->addWidget(m_list);
    m_detail = new EventDetailView(m_context, m_splitter);
    m_splitter->addWidget(m_detail);
    m_detail->setUrlOf([this](const std::string& integration, const std::string& account) {
        return urlOf(integration, account);
    });
    m_splitter->setSizes({660, 460});
    m_context.settings.restoreLayout(*m_splitter);
    m_list->setExplanation([this](EmptyState& empty) { explainEmpty(empty); });
    connect(m_list, &LogList::selectionMoved, this, &WebhooksView::onSelected);
    connect(m_list, &LogList::opened, this, [this] { m_detail->setFocus(Qt::OtherFocusReason); });
    connect(m_list, &LogList::menuWanted, this, &WebhooksView::addToMenu);
    connect(m_detail, &EventDetailView::replayWanted, this, &WebhooksView::replay);
    connect(m_detail, &EventDetailView::editWanted, this, &WebhooksView::editSelected);
    connect(m_ingest, &IngestLine::bookmarksWanted, this, &WebhooksView::openBookmarks);
    connect(m_ingest, &IngestLine::duplicatesWanted, this, &WebhooksView::openDuplicates);
    connect(m_ingest, &IngestLine::importWanted, this, &WebhooksView::importFile);
    connect(m_ingest, &IngestLine::loaded, m_list, &LogList::updateEmpty);
}

void WebhooksView::buildColumns()
{
    // In the order of EventModel::Column.
    m_list->setColumns({QStringLiteral("00-00 00:00:00.000"), QStringLiteral("Some vend"),
                        QStringLiteral("contact.propertyChange"), QStringLiteral("Sig"),
                        QStringLiteral("200 · 000 ms"), QStringLiteral("▲ failed inside"),
                        QStringLiteral("Tries"), QStringLiteral("000.0 kB"), QStringLiteral("+000"),
                        QStringLiteral("●↻★"), QStringLiteral("Acme Corp"),
                        QStringLiteral("record:updated crm.contacts"), QStringLiteral("Records")},
                       {EventModel::RecordsColumn, EventModel::AccountColumn, EventModel::ErrorColumn,
                        EventModel::IdColumn});
}

void WebhooksView::load()
{
    m_problem.clear();
    m_waiting = 3;
    auto& received = m_context.gateway.webhooks().received();
    EventQuery query;
    query.window.limit = kFirstLoad;
    received.events(query, m_context.mailbox.reply<std::vector<WebhookEvent>>(
                               this, [this](Result<std::vector<WebhookEvent>> answer) {
                                   answer ? m_first.swap(*answer)
                                          : static_cast<void>(m_problem = errorText(answer.error()));
                                   onAnswer();
                               }));
    DeliveryQuery made;
    made.window.limit = kFirstLoad;
    m_context.gateway.webhooks().deliveries().deliveries(
        made,
        m_context.mailbox.reply<std::vector<Delivery>>(this, [this](Result<std::vector<Delivery>> answer) {
            if (answer) { // newest first; what came meanwhile is newer still
                m_deliveries.insert(m_deliveries.begin(), answer->rbegin(), answer->rend());
            }
            onAnswer();
        }));
    received.rejected(m_context.mailbox.reply<std::vector<RejectedWebhook>>(
        this, [this](Result<std::vector<RejectedWebhook>> answer) {
            answer ? m_firstRejected.swap(*answer) : static_cast<void>(m_problem = errorText(answer.error()));
            onAnswer();
        }));
}

void WebhooksView::onAnswer()
{
    if (--m_waiting > 0) {
        return;
    }
    // Both lists come newest first; the rows are to be in the order of arrival.
    auto events = std::exchange(m_first, {});
    auto rejected = std::exchange(m_firstRejected, {});
    std::reverse(events.begin(), events.end());
    std::reverse(rejected.begin(), rejected.end());
    auto event = events.begin();
    for (const auto& request : rejected) {
        const auto upTo = std::find_if(event, events.end(),
                                       [&](const auto& e) { return e.receivedAt > request.receivedAt; });
        put({event, upTo}, {request});
        event = upTo;
    }
    put({event, events.end()}, {});
    put(std::exchange(m_early, {}), {});
    m_model->note(std::exchange(m_deliveries, {}));
    m_list->setFollow(true);
    m_list->updateEmpty();
}

void WebhooksView::put(std::vector<WebhookEvent> events, const std::vector<RejectedWebhook>& rejected)
{
    for (const auto& request : rejected) {
        m_rejected.insert_or_assign(request.id, request);
    }
    while (m_rejected.size() > kKeptRejected) {
        m_rejected.erase(m_rejected.begin()); // ids begin with their time
    }
    m_model->put(events, rejected);
}

void WebhooksView::onBatch(const std::vector<GatewayEvent>& events)
{
    std::vector<WebhookEvent> changed;
    std::vector<RejectedWebhook> rejected;
    for (const auto& event : events) {
        if (const auto* webhook = std::get_if<WebhookChanged>(&event)) {
            changed.push_back(webhook->event);
        } else if (const auto* refused = std::get_if<WebhookRejected>(&event)) {
            rejected.push_back(refused->rejected);
        } else if (const auto* delivery = std::get_if<DeliveryChanged>(&event)) {
            m_detail->refresh(delivery->delivery.eventId);
            m_deliveries.push_back(delivery->delivery);
        }
    }
    if (m_waiting == 0) {
        m_model->note(std::exchange(m_deliveries, {}));
    }
    if (changed.empty() && rejected.empty()) {
        return;
    }
    if (m_waiting > 0) {
        m_early.insert(m_early.end(), changed.begin(), changed.end());
        m_firstRejected.insert(m_firstRejected.begin(), rejected.rbegin(), rejected.rend());
        return;
    }
    m_list->append([&] { put(changed, rejected); });
    for (const auto& event : changed) {
        m_detail->refresh(event.id);
    }
}

void WebhooksView::onSelected(const std::string& id)
{
    const auto refused = m_rejected.find(id);
    if (refused != m_rejected.end()) {
        m_detail->showRejected(refused->second);
    } else {
        m_detail->show(id);
    }
}

void WebhooksView::explainEmpty(EmptyState& empty)
{
    if (!m_problem.isEmpty()) {
        empty.explain(QLatin1String("warning"), tr("The gateway does not answer"), m_problem);
        empty.offer(tr("Ask again"), [this] { load(); });
    } else if (m_waiting > 0) {
        empty.explain(QLatin1String("clock"), tr("Reading the webhooks…"));
        empty.offer({}, {});
    } else if (m_ingest->canSendTest()) {
        empty.explain(QLatin1String("webhooks"), tr("No webhooks yet"),
                      tr("Give the provider the URL above, or have a simulated vendor send one"));
        empty.offer(tr("Send a test webhook"), [this] { m_ingest->sendTest(); });
    } else if (m_ingest->urls().empty()) {
        empty.explain(QLatin1String("webhooks"), tr("No connected account takes webhooks yet"),
                      tr("Connect an account whose integration defines webhooks"));
        empty.offer(tr("Accounts"), [this] { m_context.navigator.go(QStringLiteral("accounts")); });
    } else {
        empty.explain(QLatin1String("webhooks"), tr("No webhooks yet"),
                      tr("Give the provider the URL above; what it sends appears here as it comes"));
        empty.offer({}, {});
    }
}

void WebhooksView::updateValues()
{
    auto& filter = m_list->filter();
    offerNames(filter, m_context.directory);
    filter.setValues(QStringLiteral("state"),
                     {QStringLiteral("queued"), QStringLiteral("processed"), QStringLiteral("ignored"),
                      QStringLiteral("failed"), QStringLiteral("refused")});
    filter.setValues(QStringLiteral("event"),
                     {QStringLiteral("record:created"), QStringLiteral("record:updated"),
                      QStringLiteral("record:deleted")});
    filter.setValues(QStringLiteral("status"), {QStringLiteral("200"), QStringLiteral("401"),
                                                QStringLiteral("413"), QStringLiteral("503")});
    filter.setValues(QStringLiteral("source"),
                     {QStringLiteral("webhook"), QStringLiteral("gateway"), QStringLiteral("test"),
                      QStringLiteral("import"), QStringLiteral("replay")});
    filter.setValues(QStringLiteral("tag"),
                     {QStringLiteral("marked"), QStringLiteral("replayed"), QStringLiteral("bookmarked")});
}

void WebhooksView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("filter"))) {
        m_list->filter().setText(arguments.value(QStringLiteral("filter")).toString());
    }
    if (arguments.contains(QStringLiteral("event"))) {
        const auto id = arguments.value(QStringLiteral("event")).toString().toStdString();
        onSelected(id);
        m_list->selectId(id);
    }
}

QList<QWidget*> WebhooksView::panes() const
{
    return {&m_list->table(), &m_list->filter().edit(),
            m_detail->findChild<QWidget*>(QStringLiteral("eventTrail"))};
}

void WebhooksView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
    m_list->keepLayout();
}

ViewEntry webhooksViewEntry()
{
    return {QLatin1String("webhooks"), WebhooksView::tr("Webhooks"), QLatin1String("webhooks"),
            [](Context& context, QWidget* parent) -> View* { return new WebhooksView(context, parent); }};
}

} // namespace gatehouse::ui
