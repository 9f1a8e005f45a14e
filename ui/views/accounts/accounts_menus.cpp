// SPDX-License-Identifier: GPL-3.0-or-later
// The accounts' filter bar, menus, and what the list says of itself.
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/accounts/account_actions.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/account_tools.h"
#include "ui/views/accounts/accounts_view.h"
#include "ui/views/accounts/export_dialog.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/saved_views.h"
#include "ui/widgets/tables.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace gatehouse::ui {

namespace {

struct BuiltIn
{
    const char* id;
    const char* name;
    QLatin1String filter;
};

constexpr BuiltIn kBuiltIn[] = {
    {"view_reauth", QT_TRANSLATE_NOOP("AccountsView", "Needs re-auth"), QLatin1String("state:needs_reauth")},
    {"view_expiring", QT_TRANSLATE_NOOP("AccountsView", "Expiring < 1 h"), QLatin1String("expires<1h")},
    {"view_unused", QT_TRANSLATE_NOOP("AccountsView", "Unused 7 d"), QLatin1String("unused>7d")},
};

constexpr std::size_t kFailedShown = 100;

QToolButton* barButton(QWidget* bar, const QString& name, const QString& tip)
{
    auto* button = new QToolButton(bar);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

QWidget* AccountsView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kGap, kGap, kGap, kGap);
    row->setSpacing(kGap);
    m_filter =
        new FilterBar(accountFields(), tr("Filter by customer, label, id…  e.g. state:needs_reauth"), bar);
    connect(m_filter, &FilterBar::filterChanged, m_model, &AccountModel::setFilter);
    row->addWidget(m_filter, 1);
    for (const auto& view : kBuiltIn) {
        auto* button = barButton(bar, QLatin1String(view.id), tr("Filter: %1").arg(view.filter));
        button->setText(tr(view.name));
        button->setAccessibleName(tr("Show accounts: %1").arg(tr(view.name)));
        connect(button, &QToolButton::clicked, this,
                [this, filter = view.filter] { m_filter->setText(filter); });
        row->addWidget(button, 0, Qt::AlignTop);
    }
    auto* views = new SavedViews(m_context.settings, *m_filter, QStringLiteral("accounts"), bar);
    views->setObjectName(QStringLiteral("accountViews"));
    row->addWidget(views, 0, Qt::AlignTop);
    m_group = barButton(bar, QStringLiteral("groupAccounts"), tr("Group by customer, or one flat list (G)"));
    m_group->setIcon(icon(QLatin1String("sidebar")));
    m_group->setCheckable(true);
    connect(m_group, &QToolButton::clicked, this, &AccountsView::setGrouped);
    row->addWidget(m_group, 0, Qt::AlignTop);
    row->addWidget(buildTools(bar), 0, Qt::AlignTop);
    auto* connectButton = new QPushButton(icon(QLatin1String("plus")), tr("Connect…"), bar);
    connectButton->setObjectName(QStringLiteral("connectAnother"));
    connectButton->setToolTip(tr("Connect another account (Ctrl+N)"));
    connect(connectButton, &QPushButton::clicked, this, &AccountsView::connectAnother);
    row->addWidget(connectButton, 0, Qt::AlignTop);
    return bar;
}

/// What is needed now and then, so that the bar keeps its room for what is needed always.
QToolButton* AccountsView::buildTools(QWidget* bar)
{
    auto* button =
        barButton(bar, QStringLiteral("accountTools"), tr("Export, import, the calendar of credentials"));
    button->setText(tr("Tools"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    menu->setObjectName(QStringLiteral("accountToolsMenu"));
    addAccountTools(*menu, m_context, this);
    menu->addSeparator();
    menu->addAction(icon(QLatin1String("save")), tr("&Export accounts…"), this,
                    [this] {
                        std::vector<std::string> shown;
                        for (const auto& account : m_context.directory.accounts()) {
                            if (m_model->indexOf(account.id).isValid()) {
                                shown.push_back(account.id);
                            }
                        }
                        if (shown.empty()) {
                            m_context.navigator.tell(
                                Accent::Info, tr("No account is shown, so there is nothing to export"));
                            return;
                        }
                        (new ExportDialog(m_context, std::move(shown), this))->open();
                    })
        ->setObjectName(QStringLiteral("actionExportAccounts"));
    menu->addAction(tr("Export this table as &CSV…"), this, &AccountsView::exportCsv)
        ->setObjectName(QStringLiteral("actionExportCsv"));
    button->setMenu(menu);
    return button;
}

void AccountsView::exportCsv()
{
    m_context.dialogs.saveFile(this, tr("Export the table of accounts"), QStringLiteral("accounts.csv"),
                               [this](const QString& path) { new AccountCsv(m_context, *m_tree, path); });
}

void AccountsView::runSandbox()
{
    m_context.navigator.go(QStringLiteral("oauth"), {{QStringLiteral("sandbox"), true}});
}

void AccountsView::updateValues()
{
    const auto quoted = [](const std::string& text) { return toQString(filterTerm("", text, false)).mid(1); };
    constexpr std::size_t kOffered = 2'000; // nobody reads on in a list of completions
    QStringList accounts;
    QStringList customers;
    QStringList providers;
    for (const auto& account : m_context.directory.accounts()) {
        if (accounts.size() < static_cast<qsizetype>(kOffered)) {
            accounts.append(quoted(account.label));
        }
    }
    for (const auto& environment : m_context.directory.environments()) {
        if (customers.size() < static_cast<qsizetype>(kOffered)) {
            customers.append(quoted(environment.name));
        }
    }
    for (const auto& integration : m_context.directory.integrations()) {
        providers.append(toQString(integration.slug));
    }
    QStringList states;
    for (std::size_t look = 0; look < kAccountLooks; ++look) {
        states.append(toQString(lookName(static_cast<AccountLook>(look))));
    }
    m_filter->setValues(QStringLiteral("account"), accounts);
    m_filter->setValues(QStringLiteral("customer"), customers);
    m_filter->setValues(QStringLiteral("provider"), providers);
    m_filter->setValues(QStringLiteral("state"), states);
    m_filter->setValues(QStringLiteral("sandbox"), {QStringLiteral("yes"), QStringLiteral("no")});
}

void AccountsView::updateCounts()
{
    m_filter->showCount({m_model->shown(), m_model->total(), m_model->busy()});
    updateEmpty();
}

void AccountsView::updateEmpty()
{
    const bool empty = m_model->shown() == 0 && !m_model->busy();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_tree);
    m_detail->setVisible(!empty || m_model->total() > 0);
    if (!empty) {
        return;
    }
    const auto& directory = m_context.directory;
    if (m_model->total() > 0) {
        m_empty->explain(QLatin1String("filter"), tr("Nothing matches the filter"),
                         tr("%1 accounts are hidden by it").arg(countText(m_model->total())));
        m_empty->offer(tr("Clear the filter"), [this] { m_filter->setText({}); });
        m_empty->offerAlso({}, {});
    } else if (!directory.problem().isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The accounts could not be read"), directory.problem());
        m_empty->offer(tr("Ask again"), [this] { m_context.directory.reload(); });
        m_empty->offerAlso({}, {});
    } else if (!directory.loaded()) {
        m_empty->explain(QLatin1String("clock"), tr("Reading the accounts…"));
        m_empty->offer({}, {});
        m_empty->offerAlso({}, {});
    } else {
        m_empty->explain(
            QLatin1String("accounts"), tr("No accounts yet"),
            tr("An account is one customer's login at one provider. Its credentials are sealed in "
               "this machine's vault."));
        const bool sandbox = m_context.node.status().sandbox;
        m_empty->offer(sandbox ? tr("Start with the sandbox") : tr("Connect an account"),
                       [this, sandbox] { sandbox ? runSandbox() : connectAnother(); });
        m_empty->offerAlso(sandbox ? tr("Connect a real account") : QString(), [this] { connectAnother(); });
    }
}

void AccountsView::onProgress()
{
    const auto done = m_actions->outcomes().size();
    const auto failed = m_actions->failures();
    if (m_actions->total() <= 1) {
        m_progress->hide(); // the account's own page tells it
        return;
    }
    const auto count = [](std::size_t number) { return countText(static_cast<qint64>(number)); };
    m_progress->setClosable(!m_actions->running());
    if (m_actions->running()) {
        m_progress->say(Accent::Info, tr("%1 of %2 done…").arg(count(done), count(m_actions->total())));
        m_progress->offer(tr("Cancel"), [this] { m_actions->cancel(); });
    } else if (failed == 0) {
        m_progress->say(Accent::Ok, tr("All %1 done").arg(count(done)));
        m_progress->offer({}, {});
    } else {
        m_progress->say(Accent::Warning, tr("%1 of %2 failed").arg(count(failed), count(done)));
        m_progress->offer(tr("Show"), [this] { showFailed(); });
    }
    m_progress->show();
}

void AccountsView::showFailed()
{
    QStringList ids;
    for (const auto& outcome : m_actions->outcomes()) {
        if (!outcome.good && ids.size() < static_cast<qsizetype>(kFailedShown)) {
            ids.append(toQString(outcome.accountId));
        }
    }
    m_filter->setText(QStringLiteral("id:") % ids.join(u','));
}

void AccountsView::onLeaving()
{
    const auto& leaving = m_actions->leaving();
    m_model->setHidden(m_actions->hidden());
    m_leaving->setVisible(!leaving.empty());
    if (leaving.empty()) {
        return;
    }
    const QString who = leaving.size() == 1
                            ? toQString(m_context.directory.accountTitle(*leaving.begin()))
                            : tr("%1 accounts").arg(countText(static_cast<qint64>(leaving.size())));
    m_leaving->say(
        Accent::Warning,
        tr("Removing %1 in %2 s: its credentials are destroyed and its overrides go with it; calls "
           "for it will be refused. The log of its calls stays. At the provider nothing changes.")
            .arg(who)
            .arg(AccountActions::kUndo.count()));
    m_leaving->offer(tr("Undo"), [this] { m_actions->undoRemoval(); });
}

void AccountsView::showColumnMenu(QPoint position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 1; column < AccountModel::ColumnCount; ++column) {
        auto* action =
            menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_tree->isColumnHidden(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool on) { m_tree->setColumnHidden(column, !on); });
    }
    menu->popup(m_tree->header()->mapToGlobal(position));
}

void AccountsView::showCellMenu(QPoint position)
{
    const auto index = m_tree->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("accountCellMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto [field, value] = m_model->filterTermOf(index);
    if (!field.empty() && !value.empty()) {
        const auto add = [&](const QString& text, const QString& term) {
            menu->addAction(text, this, [this, term] { m_filter->addTerm(term); })->setToolTip(term);
        };
        const QString shown = index.data().toString();
        add(tr("Only this: %1").arg(shown), toQString(filterTerm(field, value, false)));
        add(tr("Not this: %1").arg(shown), toQString(filterTerm(field, value, true)));
        menu->addSeparator();
    }
    menu->addAction(icon(QLatin1String("check")), tr("Test"), this, [this] { m_detail->testNow(); });
    menu->addAction(icon(QLatin1String("try")), tr("Try a call"), this, [this] { m_detail->tryCall(); });
    menu->addAction(icon(QLatin1String("key")), tr("Reconnect…"), this, [this] { m_detail->reconnect(); });
    menu->addAction(icon(QLatin1String("save")), tr("Export…"), this, [this] { m_detail->exportShown(); });
    menu->addSeparator();
    menu->addAction(icon(QLatin1String("copy")), tr("Copy rows (TSV)"), this,
                    [this] { QApplication::clipboard()->setText(selectedRowsAsTsv(*m_tree)); });
    menu->addAction(tr("Copy ids"), this, [this] {
        QStringList ids;
        for (const auto& id : m_selected) {
            ids.append(toQString(id));
        }
        QApplication::clipboard()->setText(ids.join(u'\n'));
    });
    menu->addSeparator();
    menu->addAction(icon(QLatin1String("trash")), tr("Remove…"), this, [this] { m_detail->askRemove(); });
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

} // namespace gatehouse::ui
