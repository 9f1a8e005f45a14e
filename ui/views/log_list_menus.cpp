// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/log_list.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/saved_views.h"
#include "ui/widgets/tables.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

namespace gatehouse::ui {

void LogList::addBuiltIn(QHBoxLayout* row, const BuiltInFilter& view)
{
    auto* button = new QToolButton(m_bar);
    button->setText(view.name);
    button->setObjectName(QString(u"view_" + view.name));
    button->setToolTip(tr("Filter: %1").arg(view.filter));
    button->setAccessibleName(tr("Show %1: %2").arg(m_texts.things, view.name));
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, filter = view.filter] { m_filter->setText(filter); });
    row->addWidget(button, 0, Qt::AlignTop);
}

void LogList::buildBar(FieldTable fields)
{
    m_bar = new QWidget(this);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    row->setAlignment(Qt::AlignTop);
    m_filter = new FilterBar(fields, m_texts.placeholder, m_bar);
    connect(m_filter, &FilterBar::filterChanged, &m_model, &LogModel::setFilter);
    row->addWidget(m_filter, 1);
    for (const auto& view : m_texts.builtIn) {
        addBuiltIn(row, view);
    }
    row->addWidget(new SavedViews(m_context.settings, *m_filter, m_texts.id, m_bar), 0, Qt::AlignTop);
    m_followButton = new QToolButton(m_bar);
    m_followButton->setObjectName(QStringLiteral("followButton"));
    m_followButton->setIcon(icon(QLatin1String("follow")));
    m_followButton->setText(tr("Follow"));
    m_followButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_followButton->setCheckable(true);
    m_followButton->setChecked(true);
    m_followButton->setFocusPolicy(Qt::TabFocus);
    m_followButton->setToolTip(m_texts.followHint);
    connect(m_followButton, &QToolButton::clicked, this, &LogList::setFollow);
    row->addWidget(m_followButton, 0, Qt::AlignTop);
    m_orderButton = new QToolButton(m_bar);
    m_orderButton->setObjectName(QStringLiteral("newestOnTop"));
    m_orderButton->setAccessibleName(tr("The newest on top"));
    m_orderButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_orderButton->setCheckable(true);
    m_orderButton->setFocusPolicy(Qt::TabFocus);
    connect(m_orderButton, &QToolButton::clicked, this, &LogList::setNewestOnTop);
    row->addWidget(m_orderButton, 0, Qt::AlignTop);
}

void LogList::updateOrderButton()
{
    const bool top = m_model.newestFirst();
    m_orderButton->setText(top ? tr("Newest ↑") : tr("Newest ↓"));
    m_orderButton->setChecked(top);
    m_orderButton->setToolTip(top ? tr("The newest is on top (O): press to have it at the bottom")
                                  : tr("The newest is at the bottom (O): press to have it on top"));
}

void LogList::addToBar(QWidget* widget)
{
    static_cast<QHBoxLayout*>(m_bar->layout())->addWidget(widget, 0, Qt::AlignTop);
}

void LogList::showColumnMenu(QPoint position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < m_model.columnCount({}); ++column) {
        auto* action = menu->addAction(m_model.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool on) { m_table->setColumnHidden(column, !on); });
    }
    menu->popup(m_table->horizontalHeader()->mapToGlobal(position));
}

void LogList::showCellMenu(QPoint position)
{
    const auto index = m_table->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("cellMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto [field, value] = m_model.filterTermOf(index);
    if (!field.empty()) {
        const auto add = [&](const QString& text, const QString& term) {
            menu->addAction(text, this, [this, term] { m_filter->addTerm(term); })->setToolTip(term);
        };
        const QString shown = index.data().toString();
        add(tr("Only this: %1").arg(shown), toQString(filterTerm(field, value, false)));
        add(tr("Not this: %1").arg(shown), toQString(filterTerm(field, value, true)));
        menu->addSeparator();
    }
    Q_EMIT
    menuWanted(menu);
    menu->addAction(tr("Copy rows (TSV)"), this,
                    [this] { QApplication::clipboard()->setText(selectedRowsAsTsv(*m_table)); });
    menu->addAction(tr("Copy the id"), this,
                    [this] { QApplication::clipboard()->setText(toQString(m_selected)); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace gatehouse::ui
