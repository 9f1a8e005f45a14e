// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/log_list.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/tables.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

namespace gatehouse::ui {

QString LogList::settingsGroup() const
{
    return QStringLiteral("views/") + m_texts.id + u'/';
}

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
    auto* views = new QToolButton(m_bar);
    views->setIcon(icon(QLatin1String("star")));
    views->setToolTip(tr("Saved views"));
    views->setAccessibleName(tr("Saved views"));
    views->setPopupMode(QToolButton::InstantPopup);
    views->setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(views);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillSavedViews(menu); });
    views->setMenu(menu);
    row->addWidget(views, 0, Qt::AlignTop);
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
}

void LogList::addToBar(QWidget* widget)
{
    static_cast<QHBoxLayout*>(m_bar->layout())->addWidget(widget, 0, Qt::AlignTop);
}

void LogList::fillSavedViews(QMenu* menu)
{
    menu->clear();
    const QStringList names = m_context.settings.value(settingsGroup() + u"names").toStringList();
    for (const auto& name : names) {
        const QString filter = m_context.settings.value(settingsGroup() + u"filter/" + name).toString();
        menu->addAction(icon(QLatin1String("filter")), name, this,
                        [this, filter] { m_filter->setText(filter); });
    }
    if (!names.isEmpty()) {
        auto* forget = menu->addMenu(icon(QLatin1String("trash")), tr("Forget"));
        for (const auto& name : names) {
            forget->addAction(name, this, [this, name, names] {
                QStringList left = names;
                left.removeAll(name);
                m_context.settings.set(settingsGroup() + u"names", left);
                m_context.settings.remove(settingsGroup() + u"filter/" + name);
            });
        }
        menu->addSeparator();
    }
    auto* save = menu->addAction(icon(QLatin1String("plus")), tr("Save this filter as a view…"), this,
                                 &LogList::saveView);
    save->setEnabled(m_filter->valid() && !m_filter->text().trimmed().isEmpty());
}

void LogList::saveView()
{
    auto* ask = new QInputDialog(this);
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setWindowTitle(tr("Save as a view"));
    ask->setLabelText(tr("Name of the view"));
    ask->setTextValue(m_filter->text().left(40));
    connect(ask, &QInputDialog::textValueSelected, this,
            [this, filter = m_filter->text()](const QString& typed) {
                const QString name = QString(typed.trimmed()).replace(u'/', u'-');
                if (name.isEmpty()) {
                    return;
                }
                QStringList names = m_context.settings.value(settingsGroup() + u"names").toStringList();
                if (!names.contains(name)) {
                    names.append(name);
                }
                m_context.settings.set(settingsGroup() + u"names", names);
                m_context.settings.set(settingsGroup() + u"filter/" + name, filter);
            });
    ask->open();
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
