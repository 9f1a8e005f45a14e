// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/log_list.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

LogList::LogList(Context& context, LogModel& model, FieldTable fields, LogListTexts texts, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(model)
    , m_texts(std::move(texts))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    buildTable();
    column->addWidget(m_stack);
    buildBar(fields);
    buildKeys();
    setNewestOnTop(m_context.settings.value(QString(m_texts.id + u"/newestOnTop"), false).toBool());
    connect(&m_model, &LogModel::countsChanged, this, &LogList::updateCounts);
    connect(&m_model, &LogModel::modelReset, this, &LogList::onReset);
}

void LogList::buildTable()
{
    m_stack = new QStackedWidget(this);
    m_table = new QTableView(m_stack);
    m_table->setObjectName(QString(m_texts.id + u"Table"));
    setUpTable(*m_table, m_texts.title);
    m_table->setModel(&m_model);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QString(m_texts.id + u"Empty"));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_newButton = new QToolButton(m_table->viewport());
    m_newButton->setObjectName(QString(u"new_" + m_texts.id));
    m_newButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_newButton->setAutoFillBackground(true);
    m_newButton->setToolTip(tr("Follow the newest again (F or End)"));
    m_newButton->hide();
    connect(m_newButton, &QToolButton::clicked, this, [this] { setFollow(true); });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &LogList::onScrolled);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LogList::onSelected);
    connect(m_table, &QTableView::doubleClicked, this, &LogList::opened);
    connect(m_table, &QTableView::customContextMenuRequested, this, &LogList::showCellMenu);
}

void LogList::setColumns(const std::vector<QString>& samples, const std::vector<int>& hidden)
{
    auto* header = m_table->horizontalHeader();
    // With their number: what was kept of other columns does not fit these.
    header->setObjectName(QString(m_texts.id + u"Header" + QString::number(samples.size())));
    header->setSectionsMovable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSectionsClickable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    const auto metrics = m_table->fontMetrics();
    for (std::size_t column = 0; column < samples.size(); ++column) {
        m_table->setColumnWidth(static_cast<int>(column),
                                metrics.horizontalAdvance(samples[column]) + 2 * kGap);
    }
    for (const int column : hidden) {
        m_table->setColumnHidden(column, true);
    }
    m_context.settings.restoreLayout(*header);
    connect(header, &QHeaderView::sectionClicked, this, &LogList::onHeader);
    connect(header, &QHeaderView::customContextMenuRequested, this, &LogList::showColumnMenu);
}

void LogList::onHeader(int section)
{
    auto* header = m_table->horizontalHeader();
    const bool sameAgain = m_model.sorted() && header->sortIndicatorSection() == section;
    const bool off = sameAgain && header->sortIndicatorOrder() == Qt::AscendingOrder;
    // Largest first, then smallest first, then as they came.
    const auto order = sameAgain ? Qt::AscendingOrder : Qt::DescendingOrder;
    header->setSortIndicator(off ? -1 : section, order);
    setFollow(off);
    m_model.sort(off ? -1 : section, order);
}

void LogList::key(const char* name, std::function<void()> action, bool onlyTable)
{
    const QByteArray id = QByteArray(m_texts.id.data(), m_texts.id.size()) + '.' + name;
    bindKey(m_table, QLatin1String(id), std::move(action), onlyTable);
}

void LogList::buildKeys()
{
    key(
        "next", [this] { step(1); }, true);
    key(
        "previous", [this] { step(-1); }, true);
    key(
        "follow", [this] { setFollow(!m_follow); }, true);
    key(
        "order", [this] { setNewestOnTop(!m_model.newestFirst()); }, true);
    key(
        "open",
        [this] {
            Q_EMIT
            opened();
        },
        true);
}

void LogList::append(const std::function<void()>& add)
{
    const int before = m_model.rowCount() + m_model.heldBack();
    const int rows = m_model.rowCount();
    m_scrollingByUs = true;
    add();
    const int fresh = m_model.rowCount() + m_model.heldBack() - before;
    if (m_follow) {
        scrollToNewest();
    } else {
        m_unseen += std::max(0, fresh);
        auto* bar = m_table->verticalScrollBar();
        if (m_model.newestFirst() && !m_model.sorted()) {
            bar->setValue(bar->value() + std::max(0, m_model.rowCount() - rows)); // what is read stays put
        }
    }
    m_scrollingByUs = false;
    updateNewButton();
}

void LogList::setFollow(bool follow)
{
    m_follow = follow;
    m_followButton->setChecked(follow);
    if (follow) {
        m_unseen = 0;
        if (m_model.sorted()) {
            m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
            m_model.sort(-1);
        }
        m_scrollingByUs = true;
        scrollToNewest();
        m_scrollingByUs = false;
    }
    updateNewButton();
}

int LogList::newestRow() const
{
    return m_model.newestFirst() ? 0 : m_model.rowCount() - 1;
}

void LogList::scrollToNewest()
{
    m_model.newestFirst() ? m_table->scrollToTop() : m_table->scrollToBottom();
}

void LogList::setNewestOnTop(bool top)
{
    m_model.setNewestFirst(top);
    m_context.settings.set(QString(m_texts.id + u"/newestOnTop"), top);
    updateOrderButton();
    updateNewButton();
}

void LogList::onScrolled(int value)
{
    if (m_scrollingByUs) {
        return;
    }
    const auto* bar = m_table->verticalScrollBar();
    const bool atEnd =
        value == (m_model.newestFirst() ? bar->minimum() : bar->maximum()) && !m_model.sorted();
    if (atEnd != m_follow) {
        setFollow(atEnd);
    }
}

void LogList::updateNewButton()
{
    m_newButton->setVisible(!m_follow && m_unseen > 0);
    m_newButton->setText((m_model.newestFirst() ? tr("▲ %1 new") : tr("▼ %1 new")).arg(countText(m_unseen)));
    m_newButton->setAccessibleName(m_texts.newThings.arg(m_unseen));
    m_newButton->adjustSize();
    const QSize room = m_table->viewport()->size();
    m_newButton->move((room.width() - m_newButton->width()) / 2,
                      m_model.newestFirst() ? kGap : room.height() - m_newButton->height() - kGap);
}

void LogList::select(int row)
{
    // QTableView::setCurrentIndex would look at the modifier keys that happen to be down (Ctrl of Ctrl+2).
    m_table->selectionModel()->setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::ClearAndSelect
                                                                          | QItemSelectionModel::Rows);
}

void LogList::selectId(const std::string& id)
{
    m_selected = id;
    onReset();
}

std::vector<std::string> LogList::selectedIds() const
{
    std::vector<int> rows;
    const auto indexes = m_table->selectionModel()->selectedRows();
    for (const auto& index : indexes) {
        rows.push_back(index.row());
    }
    std::sort(rows.begin(), rows.end());
    std::vector<std::string> ids;
    for (const int row : rows) {
        ids.push_back(m_model.idAt(row));
    }
    return ids;
}

void LogList::onSelected()
{
    const auto current = m_table->currentIndex();
    if (current.isValid() && m_model.idAt(current.row()) != m_selected) {
        m_selected = m_model.idAt(current.row());
        Q_EMIT
        selectionMoved(m_selected);
    }
}

void LogList::onReset()
{
    // The same row stays selected when it still matches; the detail stays in any case.
    const int row = m_selected.empty() ? -1 : m_model.rowOf(m_selected);
    if (row >= 0) {
        select(row);
    }
    m_scrollingByUs = true;
    if (m_follow) {
        scrollToNewest();
    } else if (m_model.takingIn()) {
        m_table->doItemsLayout(); // or the scroll bar would not reach as far yet
        m_table->scrollTo(m_model.index(m_model.rowOf(m_topId), 0), QAbstractItemView::PositionAtTop);
    } else {
        m_table->scrollTo(m_table->currentIndex());
    }
    m_scrollingByUs = false;
    m_unseen = m_model.takingIn() ? m_unseen : 0;
    updateNewButton();
}

void LogList::updateCounts()
{
    const auto total = static_cast<qint64>(m_model.total());
    const auto progress = m_model.contentProgress();
    m_filter->showCount({m_model.rowCount(), total, m_model.busy(), m_model.searching(),
                         static_cast<qint64>(progress.looked), static_cast<qint64>(progress.all),
                         static_cast<qint64>(progress.unknown)});
    updateEmpty();
}

void LogList::setExplanation(std::function<void(EmptyState&)> explain)
{
    m_explain = std::move(explain);
    updateCounts();
}

void LogList::updateEmpty()
{
    const bool empty = m_model.rowCount() == 0 && !m_model.busy();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!empty) {
        return;
    }
    if (m_model.searching()) {
        explainSearch();
    } else if (m_model.total() > 0) {
        m_empty->explain(QLatin1String("filter"), tr("Nothing matches the filter"),
                         tr("%1 %2 are hidden by it")
                             .arg(countText(static_cast<qint64>(m_model.total())), m_texts.things));
        m_empty->offer(tr("Clear the filter"), [this] { m_filter->setText({}); });
    } else if (m_explain) {
        m_explain(*m_empty);
    }
}

void LogList::step(int by)
{
    const int rows = m_model.rowCount();
    if (rows > 0) {
        const int current =
            m_table->currentIndex().isValid() ? m_table->currentIndex().row() : (by > 0 ? -1 : rows);
        select(std::clamp(current + by, 0, rows - 1));
    }
}

void LogList::keepLayout()
{
    m_context.settings.saveLayout(*m_table->horizontalHeader());
}

/// Home and End mean the log's ends here, not those of a row.
bool LogList::jumps(const QKeyEvent& event)
{
    const bool end = event.key() == Qt::Key_End;
    const int rows = m_model.rowCount();
    if ((!end && event.key() != Qt::Key_Home) || event.modifiers() != Qt::NoModifier || rows == 0) {
        return false;
    }
    const int row = end ? rows - 1 : 0;
    select(row);
    setFollow(row == newestRow());
    return true;
}

bool LogList::eventFilter(QObject* watched, QEvent* event)
{
    const bool entered = watched == m_table && event->type() == QEvent::FocusIn;
    if (entered && !m_table->currentIndex().isValid() && m_model.rowCount() > 0) {
        // Qt would take the first row, scroll to it and so end following.
        select(newestRow());
    }
    if (watched == m_table && event->type() == QEvent::KeyPress && jumps(*static_cast<QKeyEvent*>(event))) {
        return true;
    }
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        updateNewButton();
        if (m_follow) {
            m_scrollingByUs = true;
            scrollToNewest();
            m_scrollingByUs = false;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace gatehouse::ui
