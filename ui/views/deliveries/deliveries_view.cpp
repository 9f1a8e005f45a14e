// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/deliveries/deliveries_view.h"

#include "core/gateway/webhooks.h"
#include "ui/models/text.h"
#include "ui/views/deliveries/delivery_actions.h"
#include "ui/views/deliveries/delivery_detail_view.h"
#include "ui/views/deliveries/queue_strip.h"
#include "ui/views/filter_values.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"

#include <QMenu>
#include <QSplitter>
#include <QTableView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kPage = 10'000;     ///< The most that one question gives.
constexpr std::size_t kFedAtOnce = 4'000; ///< Rows given to the list in one turn of the event loop: 5–10 ms.
constexpr int kTickMillis = 1'000;
constexpr int kRefilterMillis = 1'000;

LogListTexts deliveryTexts()
{
    return {
        QLatin1String("deliveries"),
        DeliveriesView::tr("Deliveries"),
        DeliveriesView::tr("deliveries"),
        DeliveriesView::tr("%1 new deliveries, follow them"),
        DeliveriesView::tr("Filter by event, endpoint, reason…  e.g. state:failing endpoint:billing* age>1h"),
        DeliveriesView::tr("Keep the newest delivery in sight (F); scrolling up stops it"),
        {{DeliveriesView::tr("Failing"), QLatin1String("state:failing")},
         {DeliveriesView::tr("Waiting"), QLatin1String("state:waiting")},
         {DeliveriesView::tr("Dead letters"), QLatin1String("state:dead")}}};
}

} // namespace

DeliveriesView::DeliveriesView(Context& context, QWidget* parent)
    : View(QLatin1String("deliveries"), parent)
    , m_context(context)
    , m_endpoints(new EndpointList(context.gateway, context.mailbox, context.feed, this))
    , m_model(new DeliveryModel(context.directory, *m_endpoints, context.zone, context.clock, this))
    , m_actions(new DeliveryActions(context, this))
{
    build();
    buildKeys();
    m_feed.setInterval(0);
    connect(&m_feed, &QTimer::timeout, this, &DeliveriesView::feed);
    m_tick.setInterval(kTickMillis);
    connect(&m_tick, &QTimer::timeout, this, &DeliveriesView::tick);
    m_tick.start();
    m_refilter.setSingleShot(true);
    m_refilter.setInterval(kRefilterMillis);
    connect(&m_refilter, &QTimer::timeout, m_model, &LogModel::refilter);
    connect(&context.feed, &EventFeed::batch, this, &DeliveriesView::onBatch);
    connect(&context.directory, &Directory::changed, m_model, &DeliveryModel::refreshTexts);
    connect(&context.directory, &Directory::changed, this, &DeliveriesView::updateValues);
    connect(&context.zone, &DisplayZone::changed, m_model, &DeliveryModel::refreshTexts);
    connect(m_endpoints, &EndpointList::changed, this, [this] {
        table().viewport()->update(); // names and what is paused
        updateValues();
        updateStrip();
        m_list->updateEmpty();
    });
    updateValues();
    load();
}

void DeliveriesView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_strip = new QueueStrip(*m_endpoints, m_context.zone, this);
    column->addWidget(m_strip);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("deliveriesPageSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_list = new LogList(m_context, *m_model, deliveryFields(), deliveryTexts(), m_splitter);
    column->addWidget(m_list->bar());
    column->addWidget(m_splitter, 1);
    buildColumns();
    m_splitter->addWidget(m_list);
    m_detail = new DeliveryDetailView(m_context, *m_endpoints, m_splitter);
    m_splitter->addWidget(m_detail);
    m_splitter->setSizes({660, 460});
    m_context.settings.restoreLayout(*m_splitter);
    m_list->setExplanation([this](EmptyState& empty) { explainEmpty(empty); });
    connect(m_list, &LogList::selectionMoved, m_detail, &DeliveryDetailView::show);
    connect(m_list, &LogList::opened, this, [this] { m_detail->attempts().setFocus(Qt::OtherFocusReason); });
    connect(m_list, &LogList::menuWanted, this, &DeliveriesView::addToMenu);
    connect(m_detail, &DeliveryDetailView::sendWanted, this,
            [this](const std::string& id) { m_actions->sendAgain({id}); });
    connect(m_detail, &DeliveryDetailView::editWanted, m_actions, &DeliveryActions::edit);
    connect(m_detail, &DeliveryDetailView::dropWanted, this,
            [this](const std::string& id) { m_actions->drop({id}); });
    connect(m_actions, &DeliveryActions::ended, m_endpoints, &EndpointList::reload);
    connect(m_strip, &QueueStrip::filterWanted, this,
            [this](const QString& filter) { m_list->filter().setText(filter); });
    connect(m_strip, &QueueStrip::endpointsWanted, this,
            [this] { m_context.navigator.go(QStringLiteral("endpoints")); });
}

void DeliveriesView::buildColumns()
{
    // In the order of DeliveryModel::Column.
    m_list->setColumns({QStringLiteral("00:00:00.000 W"), QStringLiteral("– discarded"),
                        QStringLiteral("record:updated crm.contacts"), QStringLiteral("Production app"),
                        QStringLiteral("Tries"), QStringLiteral("in 00 min 00 s"),
                        QStringLiteral("no answer"), QStringLiteral("00.00 ms"),
                        QStringLiteral("00 min 00 s"), QStringLiteral("Acme Corp"),
                        QStringLiteral("Globex production"), QStringLiteral("answered 503 and then some")},
                       {DeliveryModel::AccountColumn, DeliveryModel::ProviderColumn,
                        DeliveryModel::EventColumn, DeliveryModel::MessageColumn, DeliveryModel::IdColumn});
}

void DeliveriesView::load()
{
    if (m_waiting > 0 || !m_read.empty()) {
        m_again = true;
        return;
    }
    m_again = false;
    m_problem.clear();
    DeliveryQuery newest;
    newest.window.limit = kPage;
    loadPage(newest, DeliveryStore::kCapacity);
    // What waits or was given up may be older than the newest hundred thousand.
    for (const auto state : {DeliveryState::Pending, DeliveryState::Dead}) {
        auto query = newest;
        query.state = state;
        loadPage(query, kPage);
    }
}

/// Reads on towards older ones until there are none, or enough.
void DeliveriesView::loadPage(const DeliveryQuery& query, std::size_t left)
{
    ++m_waiting;
    m_context.gateway.webhooks().deliveries().deliveries(
        query, m_context.mailbox.reply<std::vector<Delivery>>(
                   this, [this, query, left](Result<std::vector<Delivery>> answer) {
                       if (answer && answer->size() == query.window.limit && left > answer->size()) {
                           auto older = query;
                           older.window.before = answer->back().sequence;
                           loadPage(older, left - answer->size());
                       }
                       take(std::move(answer));
                   }));
}

void DeliveriesView::take(Result<std::vector<Delivery>> answer)
{
    if (!answer) {
        m_problem = errorText(answer.error());
    } else {
        for (auto& delivery : *answer) {
            const auto sequence = delivery.sequence;
            m_read.insert_or_assign(sequence, std::move(delivery));
        }
    }
    if (--m_waiting == 0) {
        m_feed.start();
        feed(); // a short list is there before the next paint
    }
}

void DeliveriesView::feed()
{
    std::vector<Delivery> slice;
    while (!m_read.empty() && slice.size() < kFedAtOnce) {
        slice.push_back(std::move(m_read.extract(m_read.begin()).mapped()));
    }
    put(slice);
    if (!m_read.empty()) {
        return;
    }
    m_feed.stop();
    m_loaded = true;
    put(std::exchange(m_early, {}));
    m_list->setFollow(m_list->following());
    m_list->updateEmpty();
    if (m_again) {
        load();
    }
}

void DeliveriesView::put(const std::vector<Delivery>& deliveries)
{
    if (!deliveries.empty()) {
        m_list->append([&] { m_model->put(deliveries); });
    }
    updateStrip();
}

void DeliveriesView::onBatch(const std::vector<GatewayEvent>& events)
{
    std::vector<Delivery> changed;
    for (const auto& event : events) {
        if (const auto* delivery = std::get_if<DeliveryChanged>(&event)) {
            changed.push_back(delivery->delivery);
        } else if (const auto* endpoint = std::get_if<EndpointChanged>(&event);
                   endpoint != nullptr && endpoint->removed && m_loaded) {
            load(); // its queue was discarded
        }
    }
    if (changed.empty()) {
        return;
    }
    if (!m_loaded || m_waiting > 0 || !m_read.empty()) {
        m_early.insert(m_early.end(), changed.begin(), changed.end());
        return;
    }
    put(changed);
    for (const auto& delivery : changed) {
        m_detail->refresh(delivery.id);
    }
    if (!m_list->filter().edit().text().isEmpty() && !m_refilter.isActive()) {
        m_refilter.start();
    }
}

void DeliveriesView::explainEmpty(EmptyState& empty)
{
    if (!m_problem.isEmpty()) {
        empty.explain(QLatin1String("warning"), tr("The gateway does not answer"), m_problem);
        empty.offer(tr("Ask again"), [this] { load(); });
    } else if (!m_loaded || !m_endpoints->loaded()) {
        empty.explain(QLatin1String("clock"), tr("Reading the deliveries…"));
        empty.offer({}, {});
    } else if (m_endpoints->all().empty()) {
        empty.explain(QLatin1String("deliveries"), tr("Nobody is told about events yet"),
                      tr("An endpoint is a URL of your application; it gets normalised events, signed"));
        empty.offer(tr("Add an endpoint…"), [this] {
            m_context.navigator.go(QStringLiteral("endpoints"), {{QStringLiteral("add"), true}});
        });
    } else {
        empty.explain(QLatin1String("deliveries"), tr("No deliveries yet"),
                      tr("They appear here as webhooks come in and are sent on"));
        empty.offer(tr("Webhooks"), [this] { m_context.navigator.go(QStringLiteral("webhooks")); });
    }
}

void DeliveriesView::updateStrip()
{
    m_strip->update(m_model->store().count(DeliveryLook::Failing));
}

void DeliveriesView::tick()
{
    if (!isVisible()) {
        return;
    }
    for (const int column : {DeliveryModel::NextColumn, DeliveryModel::AgeColumn}) {
        if (!table().isColumnHidden(column)) {
            table().viewport()->update(table().columnViewportPosition(column), 0, table().columnWidth(column),
                                       table().viewport()->height());
        }
    }
    m_detail->tick();
}

void DeliveriesView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("filter"))) {
        m_list->filter().setText(arguments.value(QStringLiteral("filter")).toString());
    }
    if (arguments.contains(QStringLiteral("delivery"))) {
        const auto id = arguments.value(QStringLiteral("delivery")).toString().toStdString();
        m_detail->show(id);
        m_list->selectId(id);
    }
}

QList<QWidget*> DeliveriesView::panes() const
{
    return {&m_list->table(), &m_list->filter().edit(), &m_detail->attempts()};
}

void DeliveriesView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
    m_list->keepLayout();
}

ViewEntry deliveriesViewEntry()
{
    return {QLatin1String("deliveries"), DeliveriesView::tr("Deliveries"), QLatin1String("deliveries"),
            [](Context& context, QWidget* parent) -> View* { return new DeliveriesView(context, parent); }};
}

} // namespace gatehouse::ui
