// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tables.h"

#include "ui/theme/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QShortcut>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kReadableChars = 12;

QString cell(QString text)
{
    for (const QChar separator : {u'\t', u'\n', u'\r'}) {
        text.replace(separator, u' ');
    }
    return text;
}

/// What a table can use; a page that was not shown yet has the width of the first ancestor that is.
int roomOf(const QTableView& table)
{
    const QWidget* widget = &table;
    while (!widget->isVisible() && widget->parentWidget() != nullptr) {
        widget = widget->parentWidget();
    }
    return widget == &table ? table.viewport()->width() : widget->width();
}

/// The widest that a column may be so that all fit into the room, each at most that wide.
int fairWidth(QList<int> wanted, int room)
{
    std::sort(wanted.begin(), wanted.end());
    auto left = static_cast<int>(wanted.size());
    for (const int width : wanted) {
        if (width * left > room) {
            return room / left;
        }
        room -= width;
        --left;
    }
    return wanted.isEmpty() ? room : wanted.last();
}

/// Rows as tall as those of the tables.
class RoomyRows final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(option.fontMetrics.height() + kGap);
        return size;
    }
};

QString asTsv(const QHeaderView& header, const QModelIndexList& rows)
{
    const auto* model = header.model();
    QList<int> columns;
    for (int visual = 0; visual < header.count(); ++visual) {
        const int logical = header.logicalIndex(visual);
        if (!header.isSectionHidden(logical)) {
            columns.append(logical);
        }
    }
    QStringList lines;
    QStringList cells;
    for (const int column : columns) {
        cells.append(cell(model->headerData(column, Qt::Horizontal).toString()));
    }
    lines.append(cells.join(u'\t'));
    for (const auto& row : rows) {
        cells.clear();
        for (const int column : columns) {
            cells.append(cell(row.siblingAtColumn(column).data().toString()));
        }
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace

void setUpTable(QTableView& table, const QString& name)
{
    table.setAccessibleName(name);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setFrameShape(QFrame::NoFrame);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::ExtendedSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setTabKeyNavigation(false);
    table.setCornerButtonEnabled(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setMinimumSectionSize(1); // else the style's header margins make rows tall
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + kGap);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setStretchLastSection(true);
    auto* copy = new QShortcut(QKeySequence::Copy, &table);
    copy->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(copy, &QShortcut::activated, &table,
                     [&table] { QApplication::clipboard()->setText(selectedRowsAsTsv(table)); });
}

QString selectedRowsAsTsv(const QTableView& table)
{
    auto rows = table.selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.row() < b.row(); });
    return asTsv(*table.horizontalHeader(), rows);
}

void setUpTree(QTreeView& tree, const QString& name)
{
    tree.setAccessibleName(name);
    tree.setUniformRowHeights(true); // before anything is expanded, else rows get no height at all
    tree.setItemDelegate(new RoomyRows(&tree));
    tree.setFrameShape(QFrame::NoFrame);
    tree.setAllColumnsShowFocus(true);
    tree.setSelectionBehavior(QAbstractItemView::SelectRows);
    tree.setSelectionMode(QAbstractItemView::ExtendedSelection);
    tree.setEditTriggers(QAbstractItemView::NoEditTriggers);
    tree.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    tree.setExpandsOnDoubleClick(false);
    tree.setIndentation(18);
    tree.header()->setHighlightSections(false);
    tree.header()->setSectionsMovable(true);
    tree.header()->setFirstSectionMovable(false);
    tree.header()->setStretchLastSection(true);
    auto* copy = new QShortcut(QKeySequence::Copy, &tree);
    copy->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(copy, &QShortcut::activated, &tree,
                     [&tree] { QApplication::clipboard()->setText(selectedRowsAsTsv(tree)); });
}

QString selectedRowsAsTsv(const QTreeView& tree)
{
    auto rows = tree.selectionModel()->selectedRows();
    const auto before = [](const QModelIndex& a, const QModelIndex& b) {
        const auto top = [](const QModelIndex& i) {
            return i.parent().isValid() ? i.parent().row() : i.row();
        };
        const auto child = [](const QModelIndex& i) { return i.parent().isValid() ? i.row() : -1; };
        return std::pair(top(a), child(a)) < std::pair(top(b), child(b));
    };
    std::sort(rows.begin(), rows.end(), before);
    return asTsv(*tree.header(), rows);
}

void fitColumns(QTableView& table, int sampleRows)
{
    const auto* model = table.model();
    const int rows = std::min(model->rowCount(), sampleRows);
    QList<int> wanted;
    for (int column = 0; column < model->columnCount(); ++column) {
        int width =
            table.fontMetrics().horizontalAdvance(model->headerData(column, Qt::Horizontal).toString());
        for (int row = 0; row < rows; ++row) {
            const auto index = model->index(row, column);
            const auto font = index.data(Qt::FontRole);
            const auto metrics = font.isValid() ? QFontMetrics(font.value<QFont>()) : table.fontMetrics();
            width = std::max(width, metrics.horizontalAdvance(index.data().toString()));
        }
        wanted.append(width + 2 * kMargin);
    }
    const int room = roomOf(table);
    const auto* header = table.horizontalHeader();
    for (int column = 1; column < wanted.size(); ++column) {
        if (header->sectionResizeMode(column - 1) == QHeaderView::Stretch) {
            wanted[column] = std::min(wanted[column], room / 6); // a side note to the stretched one
        }
    }
    // A word that is cut tells less than one that has to be scrolled to.
    const int readable = table.fontMetrics().averageCharWidth() * kReadableChars + 2 * kMargin;
    const int widest = std::max(fairWidth(wanted, room), readable);
    for (int column = 0; column < wanted.size(); ++column) {
        table.setColumnWidth(column, std::min(wanted[column], widest));
    }
}

void stretchColumn(QTableView& table, int column)
{
    table.horizontalHeader()->setStretchLastSection(false);
    table.horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

} // namespace gatehouse::ui
