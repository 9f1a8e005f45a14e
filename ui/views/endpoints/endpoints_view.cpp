// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/endpoints/endpoints_view.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/views/endpoints/endpoint_models.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kShownDeliveries = 1'000;
constexpr int kReloadMillis = 300;

} // namespace

EndpointsView::EndpointsView(Context& context, QWidget* parent)
    : View(QLatin1String("endpoints"), parent)
    , m_context(context)
    , m_endpoints(makeEndpointModel(context.zone, this))
    , m_deliveries(makeDeliveryModel(
          context.zone, [this](const std::string& id) { return nameOf(id); }, this))
{
    build();
    m_soon.setSingleShot(true);
    m_soon.setInterval(kReloadMillis);
    connect(&m_soon, &QTimer::timeout, this, [this] { load(); }); // queues, and then deliveries
    connect(&context.feed, &EventFeed::batch, this, &EndpointsView::onBatch);
    bindKey(this, QLatin1String("endpoints.refresh"), [this] { load(); });
    bindKey(m_deliveryTable, QLatin1String("endpoints.retry"), [this] { retry(); });
    load();
}

QPushButton* EndpointsView::addButton(QWidget* bar, const char* name, const QString& text,
                                      void (EndpointsView::*slot)())
{
    auto* button = new QPushButton(text, bar);
    button->setObjectName(QLatin1String(name));
    connect(button, &QPushButton::clicked, this, slot);
    bar->layout()->addWidget(button);
    return button;
}

QWidget* EndpointsView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    auto* title = new QLabel(tr("Where events are delivered to"), bar);
    title->setFont(typeFont(Type::Heading));
    row->addWidget(title, 1);
    auto* add = addButton(bar, "addEndpoint", tr("Add…"), &EndpointsView::add);
    add->setIcon(icon(QLatin1String("plus")));
    m_endpointButtons = {addButton(bar, "changeEndpoint", tr("Change…"), &EndpointsView::change),
                         addButton(bar, "testEndpoint", tr("Send test"), &EndpointsView::test)};
    m_pause = addButton(bar, "pauseEndpoint", tr("Pause"), &EndpointsView::pauseOrResume);
    m_endpointButtons.append(m_pause);
    m_endpointButtons.append(
        addButton(bar, "recoverEndpoint", tr("Recover last day"), &EndpointsView::recover));
    m_endpointButtons.append(addButton(bar, "rotateEndpoint", tr("New secret"), &EndpointsView::rotate));
    m_endpointButtons.append(addButton(bar, "removeEndpoint", tr("Remove"), &EndpointsView::remove));
    return bar;
}

QWidget* EndpointsView::buildDeliveries()
{
    auto* splitter = new QSplitter(Qt::Horizontal, m_splitter);
    splitter->setObjectName(QStringLiteral("deliveriesSplitter"));
    splitter->setChildrenCollapsible(false);
    auto* list = new QWidget(splitter);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QWidget(list);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    m_which = new QComboBox(bar);
    m_which->setObjectName(QStringLiteral("whichDeliveries"));
    m_which->setAccessibleName(tr("Which deliveries"));
    m_which->addItem(tr("All deliveries"));
    m_which->addItem(tr("Waiting"), static_cast<int>(DeliveryState::Pending));
    m_which->addItem(tr("Dead letters"), static_cast<int>(DeliveryState::Dead));
    m_which->addItem(tr("Delivered"), static_cast<int>(DeliveryState::Delivered));
    row->addWidget(m_which);
    m_all = new QCheckBox(tr("Of all endpoints"), bar);
    m_all->setObjectName(QStringLiteral("allEndpoints"));
    row->addWidget(m_all);
    row->addStretch(1);
    connect(m_all, &QCheckBox::toggled, this, [this] {
        updateButtons();
        loadDeliveries();
    });
    m_deliveryButtons = {addButton(bar, "retryDelivery", tr("Retry now"), &EndpointsView::retry),
                         addButton(bar, "editDelivery", tr("Edit and retry…"), &EndpointsView::editAndRetry),
                         addButton(bar, "discardDelivery", tr("Discard"), &EndpointsView::discard)};
    column->addWidget(bar);
    m_health = new QLabel(list);
    m_health->setObjectName(QStringLiteral("endpointHealth"));
    m_health->setAccessibleName(tr("How the endpoint is doing"));
    m_health->setTextFormat(Qt::PlainText);
    m_health->setWordWrap(true);
    m_health->setContentsMargins(kGap, 0, kGap, kGap);
    column->addWidget(m_health);
    m_deliveryTable = new QTableView(list);
    m_deliveryTable->setObjectName(QStringLiteral("deliveryTable"));
    setUpTable(*m_deliveryTable, tr("Deliveries"));
    m_deliveryTable->setModel(m_deliveries);
    column->addWidget(m_deliveryTable, 1);
    m_exchange = new ExchangePane(m_context, splitter);
    m_exchange->setContentsMargins(kTight, kGap, kGap, 0);
    splitter->addWidget(list);
    splitter->addWidget(m_exchange);
    splitter->setSizes({620, 420});
    connect(m_which, &QComboBox::currentIndexChanged, this, &EndpointsView::loadDeliveries);
    connect(m_deliveryTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &EndpointsView::showDelivery);
    return splitter;
}

void EndpointsView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    m_banner = new Banner(this);
    m_banner->setObjectName(QStringLiteral("endpointBanner"));
    m_banner->hide();
    column->addWidget(m_banner);
    m_stack = new QStackedWidget(this);
    m_splitter = new QSplitter(Qt::Vertical, m_stack);
    m_splitter->setObjectName(QStringLiteral("endpointsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_table = new QTableView(m_splitter);
    m_table->setObjectName(QStringLiteral("endpointTable"));
    setUpTable(*m_table, tr("Endpoints"));
    m_table->setModel(m_endpoints);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(buildDeliveries());
    m_splitter->setSizes({220, 420});
    m_context.settings.restoreLayout(*m_splitter);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("endpointsEmpty"));
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const int row = m_table->currentIndex().row();
        if (row >= 0) {
            m_selected = m_endpoints->rows()[static_cast<std::size_t>(row)].endpoint.id;
            loadDeliveries();
        }
        updateButtons();
    });
    updateButtons();
    updateEmpty();
}

void EndpointsView::load()
{
    m_context.gateway.webhooks().endpoints().endpoints(m_context.mailbox.reply<std::vector<EndpointView>>(
        this, [this](Result<std::vector<EndpointView>> answer) {
            m_loaded = true;
            m_problem = answer ? QString() : errorText(answer.error());
            show(answer ? *std::move(answer) : std::vector<EndpointView>());
        }));
}

void EndpointsView::show(std::vector<EndpointView> endpoints)
{
    const auto kept = m_selected;
    const bool first = m_endpoints->rows().empty();
    m_endpoints->setRows(std::move(endpoints));
    if (first) {
        fitColumns(*m_table);
    }
    int row = m_endpoints->rows().empty() ? -1 : 0;
    for (std::size_t i = 0; i < m_endpoints->rows().size(); ++i) {
        if (m_endpoints->rows()[i].endpoint.id == kept) {
            row = static_cast<int>(i);
        }
    }
    if (row >= 0) {
        m_table->selectionModel()->setCurrentIndex(
            m_endpoints->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    updateEmpty();
    updateButtons();
}

void EndpointsView::loadDeliveries()
{
    DeliveryQuery query;
    query.endpointId = m_all->isChecked() ? std::string() : m_selected;
    query.window.limit = kShownDeliveries;
    if (m_which->currentData().isValid()) {
        query.state = static_cast<DeliveryState>(m_which->currentData().toInt());
    }
    m_context.gateway.webhooks().deliveries().deliveries(
        query, m_context.mailbox.reply<std::vector<Delivery>>(
                   this, [this, of = query.endpointId](Result<std::vector<Delivery>> answer) {
                       const auto wanted = m_all->isChecked() ? std::string() : m_selected;
                       if (of != wanted || !answer) {
                           return;
                       }
                       const auto kept = delivery() == nullptr ? std::string() : delivery()->id;
                       const bool first = m_deliveries->rows().empty();
                       m_deliveries->setRows(*std::move(answer));
                       if (first) {
                           fitColumns(*m_deliveryTable);
                       }
                       for (std::size_t i = 0; i < m_deliveries->rows().size(); ++i) {
                           if (m_deliveries->rows()[i].id == kept) {
                               m_deliveryTable->selectRow(static_cast<int>(i));
                           }
                       }
                       updateButtons();
                   }));
}

void EndpointsView::showDelivery()
{
    updateButtons();
    const auto* chosen = delivery();
    if (chosen == nullptr) {
        m_exchange->show({});
        return;
    }
    m_context.gateway.webhooks().deliveries().delivery(
        chosen->id, m_context.mailbox.reply<DeliveryDetail>(this, [this](Result<DeliveryDetail> answer) {
            if (!answer || delivery() == nullptr || delivery()->id != answer->delivery.id) {
                return;
            }
            std::vector<Exchange> tries;
            for (const auto& attempt : answer->attempts) {
                tries.push_back(exchangeOf(attempt));
            }
            m_exchange->show(tries);
        }));
}

void EndpointsView::onBatch(const std::vector<GatewayEvent>& events)
{
    bool endpoints = false;
    for (const auto& event : events) {
        if (std::holds_alternative<EndpointChanged>(event)) {
            endpoints = true;
        } else if (std::holds_alternative<DeliveryChanged>(event)) {
            if (!m_soon.isActive()) {
                m_soon.start();
            }
        }
    }
    if (endpoints) {
        load();
    }
}

void EndpointsView::updateEmpty()
{
    const bool empty = m_endpoints->rows().empty();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_splitter);
    if (!empty) {
        return;
    }
    if (!m_problem.isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The gateway does not answer"), m_problem);
        m_empty->offer(tr("Ask again"), [this] { load(); });
    } else if (!m_loaded) {
        m_empty->explain(QLatin1String("clock"), tr("Reading the endpoints…"));
        m_empty->offer({}, {});
    } else {
        m_empty->explain(QLatin1String("endpoints"), tr("Nobody is told about events yet"),
                         tr("An endpoint is a URL of your application; it gets normalised events, signed"));
        m_empty->offer(tr("Add an endpoint…"), [this] { add(); });
    }
}

void EndpointsView::updateButtons()
{
    const auto* chosen = endpoint();
    for (auto* button : std::as_const(m_endpointButtons)) {
        button->setEnabled(chosen != nullptr);
    }
    for (auto* button : std::as_const(m_deliveryButtons)) {
        button->setEnabled(delivery() != nullptr);
    }
    m_pause->setText(chosen != nullptr && chosen->endpoint.status != EndpointStatus::Active ? tr("Resume")
                                                                                            : tr("Pause"));
    showHealth();
    const bool says = chosen != nullptr && !chosen->endpoint.statusReason.empty()
                      && (chosen->endpoint.status != EndpointStatus::Active || chosen->health.failing);
    m_banner->setVisible(says);
    if (says) {
        m_banner->say(chosen->endpoint.status == EndpointStatus::Paused ? Accent::Warning : Accent::Error,
                      toQString(chosen->endpoint.statusReason));
    }
}

QString EndpointsView::nameOf(const std::string& id) const
{
    for (const auto& view : m_endpoints->rows()) {
        if (view.endpoint.id == id) {
            return toQString(view.endpoint.label.empty() ? view.endpoint.url : view.endpoint.label);
        }
    }
    return toQString(id);
}

void EndpointsView::showHealth()
{
    const auto* chosen = endpoint();
    m_health->setVisible(chosen != nullptr);
    if (chosen == nullptr) {
        return;
    }
    const auto totals = totalsOf(m_endpoints->rows());
    const bool all = m_all->isChecked();
    const auto accent = !all                  ? endpointHealthAccent(*chosen)
                        : totals.troubled > 0 ? Accent::Error
                                              : Accent::Ok;
    m_health->setText(all ? totalsText(totals, m_endpoints->rows().size(), m_context.zone)
                          : endpointHealthText(*chosen, m_context.zone));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, accentColour(accent, palette()));
    m_health->setPalette(colours);
    const auto name = [](const QString& text, std::uint64_t count) {
        return count == 0 ? text : QString(text % u" (" % countText(static_cast<qint64>(count)) % u')');
    };
    m_which->setItemText(1, name(tr("Waiting"), all ? totals.pending : chosen->health.pending));
    m_which->setItemText(2, name(tr("Dead letters"), all ? totals.dead : chosen->health.dead));
}

const EndpointView* EndpointsView::endpoint() const
{
    const int row = m_table->currentIndex().row();
    return row < 0 || row >= m_endpoints->rowCount() ? nullptr
                                                     : &m_endpoints->rows()[static_cast<std::size_t>(row)];
}

const Delivery* EndpointsView::delivery() const
{
    const int row = m_deliveryTable->currentIndex().row();
    return row < 0 || row >= m_deliveries->rowCount() ? nullptr
                                                      : &m_deliveries->rows()[static_cast<std::size_t>(row)];
}

void EndpointsView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("endpoint"))) {
        m_selected = arguments.value(QStringLiteral("endpoint")).toString().toStdString();
        load();
    }
}

QList<QWidget*> EndpointsView::panes() const
{
    return {m_table, m_deliveryTable};
}

void EndpointsView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
}

ViewEntry endpointsViewEntry()
{
    return {QLatin1String("endpoints"), EndpointsView::tr("Endpoints"), QLatin1String("endpoints"),
            [](Context& context, QWidget* parent) -> View* { return new EndpointsView(context, parent); }};
}

} // namespace gatehouse::ui
