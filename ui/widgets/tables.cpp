// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tables.h"

#include "ui/theme/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QShortcut>
#include <QTableView>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString cell(QString text)
{
    for (const QChar separator : {u'\t', u'\n', u'\r'}) {
        text.replace(separator, u' ');
    }
    return text;
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
    const auto* model = table.model();
    QList<int> columns;
    for (int visual = 0; visual < model->columnCount(); ++visual) {
        const int logical = table.horizontalHeader()->logicalIndex(visual);
        if (!table.isColumnHidden(logical)) {
            columns.append(logical);
        }
    }
    QStringList lines;
    QStringList cells;
    for (const int column : columns) {
        cells.append(cell(model->headerData(column, Qt::Horizontal).toString()));
    }
    lines.append(cells.join(u'\t'));
    auto rows = table.selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.row() < b.row(); });
    for (const auto& row : rows) {
        cells.clear();
        for (const int column : columns) {
            cells.append(cell(model->index(row.row(), column).data().toString()));
        }
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n') + u'\n';
}

void fitColumns(QTableView& table, int sampleRows)
{
    const auto* model = table.model();
    const auto metrics = table.fontMetrics();
    const int rows = std::min(model->rowCount(), sampleRows);
    for (int column = 0; column + 1 < model->columnCount(); ++column) {
        int width = metrics.horizontalAdvance(model->headerData(column, Qt::Horizontal).toString());
        for (int row = 0; row < rows; ++row) {
            width = std::max(width, metrics.horizontalAdvance(model->index(row, column).data().toString()));
        }
        table.setColumnWidth(column, std::clamp(width + 2 * kMargin, 48, 250));
    }
}

} // namespace gatehouse::ui
