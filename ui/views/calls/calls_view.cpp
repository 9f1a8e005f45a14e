// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/calls/calls_view.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/call_detail_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kFirstLoad = 10'000;

} // namespace

CallsView::CallsView(Context& context, QWidget* parent)
    : View(QLatin1String("calls"), parent)
    , m_context(context)
    , m_model(new CallModel(context.directory, context.zone, context.clock, this))
{
    build();
    buildKeys();
    connect(&context.feed, &EventFeed::batch, this, &CallsView::onBatch);
    connect(&context.directory, &Directory::changed, m_model, &CallModel::refreshTexts);
    connect(&context.directory, &Directory::changed, this, &CallsView::updateValues);
    connect(&context.zone, &DisplayZone::changed, m_model, &CallModel::refreshTexts);
    connect(m_model, &CallModel::countsChanged, this, &CallsView::updateCounts);
    connect(m_model, &CallModel::modelReset, this, &CallsView::onReset);
    updateValues();
    updateCounts();
    load();
}

void CallsView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("callsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildList());
    m_detail = new CallDetailView(m_context, m_splitter);
    m_splitter->addWidget(m_detail);
    m_splitter->setSizes({620, 480});
    m_context.settings.restoreLayout(*m_splitter);
    column->addWidget(m_splitter, 1);
}

QWidget* CallsView::buildList()
{
    m_listStack = new QStackedWidget(m_splitter);
    m_table = new QTableView(m_listStack);
    m_table->setObjectName(QStringLiteral("callsTable"));
    setUpTable(*m_table, tr("Calls"));
    m_table->setModel(m_model);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    buildColumns();
    m_empty = new EmptyState(m_listStack);
    m_empty->setObjectName(QStringLiteral("callsEmpty"));
    m_listStack->addWidget(m_table);
    m_listStack->addWidget(m_empty);
    m_newButton = new QToolButton(m_table->viewport());
    m_newButton->setObjectName(QStringLiteral("newCalls"));
    m_newButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_newButton->setAutoFillBackground(true);
    m_newButton->setToolTip(tr("Follow the newest again (F or End)"));
    m_newButton->hide();
    connect(m_newButton, &QToolButton::clicked, this, [this] { setFollow(true); });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &CallsView::onScrolled);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CallsView::onSelected);
    connect(m_table, &QTableView::doubleClicked, this, &CallsView::openDocument);
    connect(m_table, &QTableView::customContextMenuRequested, this, &CallsView::showCellMenu);
    return m_listStack;
}

void CallsView::buildColumns()
{
    auto* header = m_table->horizontalHeader();
    header->setObjectName(QStringLiteral("callsHeader"));
    header->setSectionsMovable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSectionsClickable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    const auto metrics = m_table->fontMetrics();
    const auto width = [&](CallModel::Column column, const QString& sample) {
        m_table->setColumnWidth(column, metrics.horizontalAdvance(sample) + 2 * kGap);
    };
    width(CallModel::TimeColumn, QStringLiteral("00:00:00.000"));
    width(CallModel::StatusColumn, QStringLiteral("▲ 000 W"));
    width(CallModel::OperationColumn, QStringLiteral("crm.contacts.update"));
    width(CallModel::CustomerColumn, QStringLiteral("Acme Corp and"));
    width(CallModel::AccountColumn, QStringLiteral("Globex production"));
    width(CallModel::ProviderColumn, QStringLiteral("Salesfarce"));
    width(CallModel::DurationColumn, QStringLiteral("00.00 ms"));
    width(CallModel::UpstreamColumn, QStringLiteral("not reached"));
    width(CallModel::SizeColumn, QStringLiteral("000.0 kB"));
    width(CallModel::CategoryColumn, QStringLiteral("rate_limited"));
    for (const auto hidden : {CallModel::CustomerColumn, CallModel::ProviderColumn, CallModel::UpstreamColumn,
                              CallModel::SizeColumn, CallModel::KindColumn, CallModel::IdColumn}) {
        m_table->setColumnHidden(hidden, true);
    }
    m_context.settings.restoreLayout(*header);
    connect(header, &QHeaderView::sectionClicked, this, [this, header](int section) {
        const bool sameAgain = m_model->sorted() && header->sortIndicatorSection() == section;
        const bool off = sameAgain && header->sortIndicatorOrder() == Qt::AscendingOrder;
        // Largest first, then smallest first, then as they came.
        const auto order = sameAgain ? Qt::AscendingOrder : Qt::DescendingOrder;
        header->setSortIndicator(off ? -1 : section, order);
        setFollow(off);
        m_model->sort(off ? -1 : section, order);
    });
    connect(header, &QHeaderView::customContextMenuRequested, this, &CallsView::showColumnMenu);
}

void CallsView::buildKeys()
{
    bindKey(this, QLatin1String("calls.filter"),
            [this] { m_filter->edit().setFocus(Qt::ShortcutFocusReason); });
    bindKey(this, QLatin1String("calls.again"), [this] { m_detail->tryAgain(); });
    bindKey(
        m_table, QLatin1String("calls.next"), [this] { step(1); }, true);
    bindKey(
        m_table, QLatin1String("calls.previous"), [this] { step(-1); }, true);
    bindKey(
        m_table, QLatin1String("calls.follow"), [this] { setFollow(!m_follow); }, true);
    bindKey(
        m_table, QLatin1String("calls.open"), [this] { openDocument(); }, true);
    bindKey(m_table, QLatin1String("calls.curl"), [this] { m_detail->copyAsCurl(); });
    bindKey(m_detail, QLatin1String("calls.back"), [this] { m_table->setFocus(Qt::ShortcutFocusReason); });
}

void CallsView::load()
{
    m_problem.clear();
    m_context.gateway.calls().recentCalls(0, kFirstLoad,
                                          m_context.mailbox.reply<std::vector<CallSummary>>(
                                              this, [this](Result<std::vector<CallSummary>> answer) {
                                                  m_loaded = true;
                                                  if (answer) {
                                                      std::reverse(answer->begin(), answer->end());
                                                      m_model->append(*answer);
                                                  } else {
                                                      m_problem = errorText(answer.error());
                                                  }
                                                  m_model->append(std::exchange(m_early, {}));
                                                  setFollow(true);
                                              }));
}

void CallsView::onBatch(const std::vector<GatewayEvent>& events)
{
    std::vector<CallSummary> calls;
    for (const auto& event : events) {
        if (const auto* recorded = std::get_if<CallRecorded>(&event)) {
            calls.push_back(recorded->call);
        }
    }
    if (calls.empty()) {
        return;
    }
    if (!m_loaded) {
        m_early.insert(m_early.end(), calls.begin(), calls.end());
        return;
    }
    const int before = m_model->rowCount() + m_model->heldBack();
    m_scrollingByUs = true;
    m_model->append(calls);
    const int fresh = m_model->rowCount() + m_model->heldBack() - before;
    if (m_follow) {
        m_table->scrollToBottom();
    } else {
        m_unseen += std::max(0, fresh);
    }
    m_scrollingByUs = false;
    updateNewButton();
}

void CallsView::setFollow(bool follow)
{
    m_follow = follow;
    m_followButton->setChecked(follow);
    if (follow) {
        m_unseen = 0;
        if (m_model->sorted()) {
            m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
            m_model->sort(-1);
        }
        m_scrollingByUs = true;
        m_table->scrollToBottom();
        m_scrollingByUs = false;
    }
    updateNewButton();
}

void CallsView::onScrolled(int value)
{
    if (m_scrollingByUs) {
        return;
    }
    const bool atEnd = value == m_table->verticalScrollBar()->maximum() && !m_model->sorted();
    if (atEnd != m_follow) {
        setFollow(atEnd);
    }
}

void CallsView::updateNewButton()
{
    m_newButton->setVisible(!m_follow && m_unseen > 0);
    m_newButton->setText(tr("▼ %1 new").arg(countText(m_unseen)));
    m_newButton->setAccessibleName(tr("%1 new calls, follow them").arg(m_unseen));
    m_newButton->adjustSize();
    const QSize room = m_table->viewport()->size();
    m_newButton->move((room.width() - m_newButton->width()) / 2,
                      room.height() - m_newButton->height() - kGap);
}

void CallsView::select(int row)
{
    // QTableView::setCurrentIndex would look at the modifier keys that happen to be down (Ctrl of Ctrl+2).
    m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::ClearAndSelect
                                                                           | QItemSelectionModel::Rows);
}

void CallsView::onSelected()
{
    const auto current = m_table->currentIndex();
    if (!current.isValid()) {
        return;
    }
    const auto& call = m_model->call(current.row());
    if (call.id != m_selected) {
        m_selected = call.id;
        m_detail->show(m_selected);
    }
}

void CallsView::onReset()
{
    // The same call stays selected when it still matches; the detail stays in any case.
    const int row = m_selected.empty() ? -1 : m_model->rowOf(m_selected);
    if (row >= 0) {
        select(row);
    }
    m_scrollingByUs = true;
    m_follow ? m_table->scrollToBottom() : m_table->scrollTo(m_table->currentIndex());
    m_scrollingByUs = false;
    m_unseen = 0;
    updateNewButton();
}

void CallsView::updateCounts()
{
    m_filter->showCount(m_model->rowCount(), static_cast<qint64>(m_model->total()), m_model->busy());
    m_context.navigator.setBadge(QStringLiteral("calls"),
                                 m_model->total() == 0 ? QString()
                                                       : countText(static_cast<qint64>(m_model->total())));
    updateEmpty();
}

void CallsView::updateEmpty()
{
    const bool empty = m_model->rowCount() == 0 && !m_model->busy();
    m_listStack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!empty) {
        return;
    }
    if (m_model->total() > 0) {
        m_empty->explain(
            QLatin1String("filter"), tr("Nothing matches the filter"),
            tr("%1 calls are hidden by it").arg(countText(static_cast<qint64>(m_model->total()))));
        m_empty->offer(tr("Clear the filter"), [this] { m_filter->setText({}); });
    } else if (!m_problem.isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The gateway does not answer"), m_problem);
        m_empty->offer(tr("Ask again"), [this] { load(); });
    } else if (!m_loaded) {
        m_empty->explain(QLatin1String("clock"), tr("Reading the calls…"));
        m_empty->offer({}, {});
    } else {
        m_empty->explain(QLatin1String("calls"), tr("No calls yet"),
                         tr("Every request through the gateway appears here as it happens"));
        m_empty->offer(tr("Try a call"), [this] { m_context.navigator.go(QStringLiteral("try")); });
    }
}

void CallsView::step(int by)
{
    const int rows = m_model->rowCount();
    if (rows > 0) {
        const int current =
            m_table->currentIndex().isValid() ? m_table->currentIndex().row() : (by > 0 ? -1 : rows);
        select(std::clamp(current + by, 0, rows - 1));
    }
}

void CallsView::openDocument()
{
    if (m_selected.empty()) {
        return;
    }
    const QString id = toQString(m_selected);
    m_context.navigator.openDocument({id, tr("Call %1").arg(id.right(6)), icon(QLatin1String("calls")),
                                      [this, call = m_selected](QWidget* parent) -> QWidget* {
                                          auto* view = new CallDetailView(m_context, parent);
                                          view->show(call);
                                          return view;
                                      }});
}

void CallsView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("filter"))) {
        m_filter->setText(arguments.value(QStringLiteral("filter")).toString());
    }
    if (arguments.contains(QStringLiteral("call"))) {
        m_selected = arguments.value(QStringLiteral("call")).toString().toStdString();
        m_detail->show(m_selected);
        onReset();
    }
}

QList<QWidget*> CallsView::panes() const
{
    return {m_table, &m_filter->edit(), m_detail->findChild<QWidget*>(QStringLiteral("copyCurl"))};
}

void CallsView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
    m_context.settings.saveLayout(*m_table->horizontalHeader());
}

bool CallsView::eventFilter(QObject* watched, QEvent* event)
{
    const bool entered = watched == m_table && event->type() == QEvent::FocusIn;
    if (entered && !m_table->currentIndex().isValid() && m_model->rowCount() > 0) {
        // Qt would take the first row, scroll to it and so end following.
        select(m_model->rowCount() - 1);
    }
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        updateNewButton();
        if (m_follow) {
            m_scrollingByUs = true;
            m_table->scrollToBottom();
            m_scrollingByUs = false;
        }
    }
    return View::eventFilter(watched, event);
}

ViewEntry callsViewEntry()
{
    return {QLatin1String("calls"), CallsView::tr("Calls"), QLatin1String("calls"),
            [](Context& context, QWidget* parent) -> View* { return new CallsView(context, parent); }};
}

} // namespace gatehouse::ui
