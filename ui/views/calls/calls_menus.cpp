// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/call_detail_view.h"
#include "ui/views/calls/calls_view.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/tables.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QInputDialog>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include <map>

namespace gatehouse::ui {

namespace {

struct BuiltIn
{
    const char* name;
    QLatin1String filter;
};

constexpr BuiltIn kBuiltIn[] = {
    {QT_TRANSLATE_NOOP("CallsView", "Failed"), QLatin1String("NOT status:2xx")},
    {QT_TRANSLATE_NOOP("CallsView", "Auth"), QLatin1String("category:auth_failure,unauthorized,forbidden")},
    {QT_TRANSLATE_NOOP("CallsView", "429"), QLatin1String("status:429")},
};

QString savedGroup()
{
    return QStringLiteral("views/calls/");
}

} // namespace

QWidget* CallsView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    row->setAlignment(Qt::AlignTop);
    m_filter =
        new FilterBar(callFields(), tr("Filter by operation, account, id…  e.g. status:429 latency>2s"), bar);
    connect(m_filter, &FilterBar::filterChanged, m_model, &CallModel::setFilter);
    row->addWidget(m_filter, 1);
    for (const auto& view : kBuiltIn) {
        auto* button = new QToolButton(bar);
        button->setText(tr(view.name));
        button->setObjectName(QStringLiteral("view_") + QLatin1String(view.name));
        button->setToolTip(tr("Filter: %1").arg(view.filter));
        button->setAccessibleName(tr("Show calls: %1").arg(tr(view.name)));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this,
                [this, filter = view.filter] { m_filter->setText(filter); });
        row->addWidget(button, 0, Qt::AlignTop);
    }
    auto* views = new QToolButton(bar);
    views->setIcon(icon(QLatin1String("star")));
    views->setToolTip(tr("Saved views"));
    views->setAccessibleName(tr("Saved views"));
    views->setPopupMode(QToolButton::InstantPopup);
    views->setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(views);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillSavedViews(menu); });
    views->setMenu(menu);
    row->addWidget(views, 0, Qt::AlignTop);
    m_followButton = new QToolButton(bar);
    m_followButton->setObjectName(QStringLiteral("followButton"));
    m_followButton->setIcon(icon(QLatin1String("follow")));
    m_followButton->setText(tr("Follow"));
    m_followButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_followButton->setCheckable(true);
    m_followButton->setChecked(true);
    m_followButton->setFocusPolicy(Qt::TabFocus);
    m_followButton->setToolTip(tr("Keep the newest call in sight (F); scrolling up stops it"));
    connect(m_followButton, &QToolButton::clicked, this, &CallsView::setFollow);
    row->addWidget(m_followButton, 0, Qt::AlignTop);
    return bar;
}

void CallsView::fillSavedViews(QMenu* menu)
{
    menu->clear();
    const QStringList names = m_context.settings.value(savedGroup() + u"names").toStringList();
    for (const auto& name : names) {
        const QString filter = m_context.settings.value(savedGroup() + u"filter/" + name).toString();
        menu->addAction(icon(QLatin1String("filter")), name, this,
                        [this, filter] { m_filter->setText(filter); });
    }
    if (!names.isEmpty()) {
        auto* forget = menu->addMenu(icon(QLatin1String("trash")), tr("Forget"));
        for (const auto& name : names) {
            forget->addAction(name, this, [this, name, names] {
                QStringList left = names;
                left.removeAll(name);
                m_context.settings.set(savedGroup() + u"names", left);
                m_context.settings.remove(savedGroup() + u"filter/" + name);
            });
        }
        menu->addSeparator();
    }
    auto* save = menu->addAction(icon(QLatin1String("plus")), tr("Save this filter as a view…"), this,
                                 &CallsView::saveView);
    save->setEnabled(m_filter->valid() && !m_filter->text().trimmed().isEmpty());
}

void CallsView::saveView()
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
                QStringList names = m_context.settings.value(savedGroup() + u"names").toStringList();
                if (!names.contains(name)) {
                    names.append(name);
                }
                m_context.settings.set(savedGroup() + u"names", names);
                m_context.settings.set(savedGroup() + u"filter/" + name, filter);
            });
    ask->open();
}

void CallsView::updateValues()
{
    QStringList accounts;
    QStringList customers;
    QStringList providers;
    for (const auto& account : m_context.directory.accounts()) {
        accounts.append(toQString(filterTerm("", account.label, false)).mid(1));
    }
    for (const auto& environment : m_context.directory.environments()) {
        customers.append(toQString(filterTerm("", environment.name, false)).mid(1));
    }
    for (const auto& integration : m_context.directory.integrations()) {
        providers.append(toQString(integration.slug));
    }
    m_filter->setValues(QStringLiteral("account"), accounts);
    m_filter->setValues(QStringLiteral("customer"), customers);
    m_filter->setValues(QStringLiteral("provider"), providers);
    m_filter->setValues(QStringLiteral("kind"), {QStringLiteral("unified"), QStringLiteral("proxy"),
                                                 QStringLiteral("token"), QStringLiteral("validate")});
    m_filter->setValues(QStringLiteral("status"), {QStringLiteral("2xx"), QStringLiteral("4xx"),
                                                   QStringLiteral("429"), QStringLiteral("5xx")});
    m_filter->setValues(QStringLiteral("category"),
                        {QStringLiteral("auth_failure"), QStringLiteral("rate_limited"),
                         QStringLiteral("validation_error"), QStringLiteral("not_found"),
                         QStringLiteral("conflict"), QStringLiteral("server_error"),
                         QStringLiteral("timeout")});
}

void CallsView::showColumnMenu(QPoint position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < CallModel::ColumnCount; ++column) {
        auto* action = menu->addAction(m_model->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool on) { m_table->setColumnHidden(column, !on); });
    }
    menu->popup(m_table->horizontalHeader()->mapToGlobal(position));
}

void CallsView::showCellMenu(QPoint position)
{
    const auto index = m_table->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("cellMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto [field, value] = m_model->filterTermOf(index);
    if (!field.empty()) {
        const auto add = [&](const QString& text, const QString& term) {
            menu->addAction(text, this, [this, term] { m_filter->addTerm(term); })->setToolTip(term);
        };
        const QString shown = index.data().toString();
        add(tr("Only this: %1").arg(shown), toQString(filterTerm(field, value, false)));
        add(tr("Not this: %1").arg(shown), toQString(filterTerm(field, value, true)));
        menu->addSeparator();
    }
    menu->addAction(icon(QLatin1String("open")), tr("Open in a tab"), this, &CallsView::openDocument);
    menu->addAction(icon(QLatin1String("copy")), tr("Copy as cURL"), this,
                    [this] { m_detail->copyAsCurl(); });
    menu->addAction(tr("Copy rows (TSV)"), this,
                    [this] { QApplication::clipboard()->setText(selectedRowsAsTsv(*m_table)); });
    menu->addAction(tr("Copy the call's id"), this,
                    [this] { QApplication::clipboard()->setText(toQString(m_selected)); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace gatehouse::ui
