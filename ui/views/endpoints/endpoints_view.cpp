// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/endpoints/endpoints_view.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/endpoints/endpoint_models.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace gatehouse::ui {

EndpointsView::EndpointsView(Context& context, QWidget* parent)
    : View(QLatin1String("endpoints"), parent)
    , m_context(context)
    , m_endpoints(new EndpointList(context.gateway, context.mailbox, context.feed, this))
    , m_model(makeEndpointModel(*m_endpoints, context.zone, this))
{
    build();
    connect(m_endpoints, &EndpointList::changed, this, &EndpointsView::show);
    connect(&context.zone, &DisplayZone::changed, this, &EndpointsView::updateDetail);
    connect(&context.directory, &Directory::changed, this, &EndpointsView::updateDetail);
    bindKey(this, QLatin1String("endpoints.refresh"), [this] { load(); });
    bindKey(this, QLatin1String("endpoints.new"), [this] { add(); });
    bindKey(
        m_table, QLatin1String("endpoints.deliveries"), [this] { goToDeliveries({}); }, true);
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
    m_endpointButtons.append(addButton(bar, "recoverEndpoint", tr("Recover…"), &EndpointsView::recover));
    m_endpointButtons.append(addButton(bar, "rotateEndpoint", tr("New secret"), &EndpointsView::rotate));
    m_endpointButtons.append(addButton(bar, "removeEndpoint", tr("Remove"), &EndpointsView::remove));
    return bar;
}

QWidget* EndpointsView::buildDetail()
{
    auto* detail = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(detail);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* links = new QWidget(detail);
    auto* row = new QHBoxLayout(links);
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    const auto link = [&](const char* name, const QString& state, const QString& words) {
        auto* button = new QToolButton(links);
        button->setObjectName(QLatin1String(name));
        button->setText(words); // until there are figures
        button->setFocusPolicy(Qt::TabFocus);
        button->setIcon(icon(QLatin1String("deliveries")));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setToolTip(tr("Show them in Deliveries"));
        connect(button, &QToolButton::clicked, this, [this, state] { goToDeliveries(state); });
        row->addWidget(button);
        return button;
    };
    m_waiting = link("endpointWaiting", QStringLiteral("pending"), tr("Deliveries that wait"));
    m_dead = link("endpointDead", QStringLiteral("dead"), tr("Dead letters"));
    m_deliveries = link("endpointDeliveries", {}, tr("All its deliveries"));
    row->addStretch(1);
    column->addWidget(links);
    auto* scroll = new QScrollArea(detail);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("How the endpoint is doing"));
    m_facts = new Facts(scroll);
    m_facts->setObjectName(QStringLiteral("endpointFacts"));
    m_facts->setAccessibleName(tr("How the endpoint is doing"));
    scroll->setWidget(m_facts);
    column->addWidget(scroll, 1);
    return detail;
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
    m_splitter->setObjectName(QStringLiteral("endpointsPageSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_table = new QTableView(m_splitter);
    m_table->setObjectName(QStringLiteral("endpointTable"));
    setUpTable(*m_table, tr("Endpoints"));
    m_table->setModel(m_model);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(buildDetail());
    m_splitter->setSizes({260, 400});
    m_context.settings.restoreLayout(*m_splitter);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("endpointsEmpty"));
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (endpoint() != nullptr) {
            m_selected = endpoint()->endpoint.id;
        }
        updateButtons();
    });
    connect(m_table, &QTableView::doubleClicked, this, [this] { change(); });
    updateButtons();
    updateEmpty();
}

void EndpointsView::load()
{
    m_endpoints->reload();
}

void EndpointsView::show()
{
    const auto kept = m_selected;
    const bool first = m_model->rows().empty();
    m_model->setRows(m_endpoints->all());
    if (first) {
        fitColumns(*m_table);
    }
    int row = m_model->rows().empty() ? -1 : 0;
    for (std::size_t i = 0; i < m_model->rows().size(); ++i) {
        if (m_model->rows()[i].endpoint.id == kept) {
            row = static_cast<int>(i);
        }
    }
    if (row >= 0) {
        m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::ClearAndSelect
                                                                               | QItemSelectionModel::Rows);
    }
    updateEmpty();
    updateButtons();
}

void EndpointsView::updateEmpty()
{
    const bool empty = m_endpoints->all().empty();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_splitter);
    if (!empty) {
        return;
    }
    if (!m_endpoints->problem().isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The gateway does not answer"), m_endpoints->problem());
        m_empty->offer(tr("Ask again"), [this] { load(); });
    } else if (!m_endpoints->loaded()) {
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
    m_pause->setText(chosen != nullptr && chosen->endpoint.status != EndpointStatus::Active ? tr("Resume")
                                                                                            : tr("Pause"));
    const bool says = chosen != nullptr && !chosen->endpoint.statusReason.empty()
                      && (chosen->endpoint.status != EndpointStatus::Active || chosen->health.failing);
    m_banner->setVisible(says);
    if (says) {
        m_banner->say(chosen->endpoint.status == EndpointStatus::Paused ? Accent::Warning : Accent::Error,
                      toQString(chosen->endpoint.statusReason));
    }
    updateDetail();
}

void EndpointsView::updateDetail()
{
    const auto* chosen = endpoint();
    if (chosen == nullptr) {
        return;
    }
    const auto counts = m_endpoints->countsOf(chosen->endpoint.id);
    const auto say = [](QToolButton& button, const QString& glyph, std::uint64_t count, const QString& text) {
        button.setText(QString(glyph % u' ' % countText(static_cast<qint64>(count)) % u' ' % text));
        button.setEnabled(count > 0);
    };
    std::uint64_t all = 0;
    for (const auto count : counts) {
        all += count;
    }
    say(*m_waiting, QStringLiteral("◷"), counts[static_cast<std::size_t>(DeliveryState::Pending)],
        tr("waiting"));
    say(*m_dead, QStringLiteral("✗"), counts[static_cast<std::size_t>(DeliveryState::Dead)],
        tr("dead letters"));
    say(*m_deliveries, QStringLiteral("→"), all, tr("deliveries in all"));
    fillEndpointFacts(*m_facts, *chosen, *m_endpoints, m_context.directory, m_context.zone);
}

void EndpointsView::goToDeliveries(const QString& state)
{
    if (const auto* chosen = endpoint()) {
        const QString of = QString(u"endpoint:" % toQString(chosen->endpoint.id));
        m_context.navigator.go(
            QStringLiteral("deliveries"),
            {{QStringLiteral("filter"), state.isEmpty() ? of : QString(u"state:" % state % u' ' % of)}});
    }
}

const EndpointView* EndpointsView::endpoint() const
{
    const int row = m_table->currentIndex().row();
    return row < 0 || row >= m_model->rowCount() ? nullptr : &m_model->rows()[static_cast<std::size_t>(row)];
}

void EndpointsView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("endpoint"))) {
        m_selected = arguments.value(QStringLiteral("endpoint")).toString().toStdString();
        show();
    }
    if (arguments.contains(QStringLiteral("add"))) {
        add();
    }
}

QList<QWidget*> EndpointsView::panes() const
{
    return {m_table, m_deliveries};
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
