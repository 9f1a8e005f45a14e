// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/accounts_view.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/views/accounts/account_actions.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/account_tools.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kCallsRead = 10'000;

} // namespace

AccountsView::AccountsView(Context& context, QWidget* parent)
    : View(QLatin1String("accounts"), parent)
    , m_context(context)
    , m_activity(new AccountActivity(context.feed, this))
    , m_actions(new AccountActions(context, this))
    , m_model(
          new AccountModel(context.directory, *m_activity, context.node, context.zone, context.clock, this))
{
    build();
    buildKeys();
    connect(&context.directory, &Directory::changed, m_model, &AccountModel::changeSoon);
    connect(&context.directory, &Directory::changed, this, &AccountsView::updateValues);
    connect(&context.directory, &Directory::changed, this, &AccountsView::updateEmpty);
    connect(m_activity, &AccountActivity::changed, m_model, &AccountModel::changeSoon);
    connect(m_activity, &AccountActivity::overridesChanged, this, &AccountsView::loadOverrides);
    connect(&context.zone, &DisplayZone::changed, m_model, &AccountModel::refreshTexts);
    connect(&context.theme, &Theme::changed, m_model, &AccountModel::refreshTexts);
    connect(m_model, &AccountModel::countsChanged, this, &AccountsView::updateCounts);
    connect(m_model, &QAbstractItemModel::modelReset, this, &AccountsView::onReset);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { m_detail->show(m_selected); });
    connect(m_actions, &AccountActions::progressed, this, &AccountsView::onProgress);
    connect(m_actions, &AccountActions::leavingChanged, this, &AccountsView::onLeaving);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &AccountsView::tick);
    m_second.start();
    m_group->setChecked(context.settings.value(QStringLiteral("accounts/grouped"), true).toBool());
    setGrouped(m_group->isChecked());
    updateValues();
    updateCounts();
    onReset();
    loadActivity();
    loadOverrides();
}

void AccountsView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("accountsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildList());
    m_detail = new AccountDetail(m_context, *m_activity, *m_actions, m_splitter);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({690, 430});
    m_context.settings.restoreLayout(*m_splitter);
    column->addWidget(m_splitter, 1);
}

QWidget* AccountsView::buildList()
{
    auto* side = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_stack = new QStackedWidget(side);
    column->addWidget(m_stack, 1);
    m_tree = new QTreeView(m_stack);
    m_tree->setObjectName(QStringLiteral("accountsTree"));
    setUpTree(*m_tree, tr("Accounts"));
    m_tree->setModel(m_model);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    buildColumns();
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("accountsEmpty"));
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    m_progress = new Banner(side);
    m_progress->setObjectName(QStringLiteral("accountsProgress"));
    m_progress->hide();
    m_leaving = new Banner(side);
    m_leaving->setObjectName(QStringLiteral("accountsLeaving"));
    m_leaving->hide();
    column->addWidget(m_progress);
    column->addWidget(m_leaving);
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AccountsView::onSelection);
    connect(m_tree, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
        if (m_model->account(index) != nullptr) {
            m_detail->tryCall();
        } else {
            m_tree->setExpanded(index.siblingAtColumn(0), !m_tree->isExpanded(index.siblingAtColumn(0)));
        }
    });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &AccountsView::showCellMenu);
    const auto fold = [this](bool folded) {
        return [this, folded](const QModelIndex& index) {
            if (!m_restoring) {
                const auto customer = m_model->environmentOf(index);
                folded ? void(m_folded.insert(customer)) : void(m_folded.erase(customer));
            }
        };
    };
    connect(m_tree, &QTreeView::collapsed, this, fold(true));
    connect(m_tree, &QTreeView::expanded, this, fold(false));
    return side;
}

void AccountsView::buildColumns()
{
    auto* header = m_tree->header();
    header->setObjectName(QStringLiteral("accountsHeader"));
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(AccountModel::NameColumn, Qt::AscendingOrder);
    const auto metrics = m_tree->fontMetrics();
    const auto width = [&](AccountModel::Column column, const QString& sample) {
        header->resizeSection(column, metrics.horizontalAdvance(sample) + 2 * kGap);
    };
    width(AccountModel::NameColumn, QStringLiteral("    Initech GmbH and Co"));
    width(AccountModel::CustomerColumn, QStringLiteral("Initech GmbH and Co."));
    width(AccountModel::ProviderColumn, QStringLiteral("Some vendor "));
    width(AccountModel::StateColumn, QStringLiteral("● active · manual "));
    width(AccountModel::ExpiresColumn, QStringLiteral("23 h 59 min"));
    width(AccountModel::SuccessColumn, QStringLiteral("Last success "));
    width(AccountModel::ErrorColumn, QStringLiteral("server_error  "));
    width(AccountModel::QuotaColumn, QStringLiteral("12 000 of 15 000"));
    width(AccountModel::AuthColumn, QStringLiteral("OAuth 2 client "));
    width(AccountModel::KindColumn, QStringLiteral("production "));
    width(AccountModel::CreatedColumn, QStringLiteral("2026-05-19 14:02 "));
    width(AccountModel::OverridesColumn, QStringLiteral("P · E · A  "));
    header->moveSection(header->visualIndex(AccountModel::OverridesColumn),
                        header->visualIndex(AccountModel::QuotaColumn));
    for (const auto hidden :
         {AccountModel::CustomerColumn, AccountModel::QuotaColumn, AccountModel::AuthColumn,
          AccountModel::KindColumn, AccountModel::CreatedColumn, AccountModel::IdColumn}) {
        header->hideSection(hidden);
    }
    m_context.settings.restoreLayout(*header);
    connect(header, &QHeaderView::sortIndicatorChanged, m_model,
            [this](int section, Qt::SortOrder order) { m_model->sort(section, order); });
    connect(header, &QHeaderView::customContextMenuRequested, this, &AccountsView::showColumnMenu);
    m_model->sort(header->sortIndicatorSection(), header->sortIndicatorOrder());
}

void AccountsView::buildKeys()
{
    bindKey(this, QLatin1String("accounts.filter"),
            [this] { m_filter->edit().setFocus(Qt::ShortcutFocusReason); });
    bindKey(
        m_tree, QLatin1String("accounts.try"), [this] { m_detail->tryCall(); }, true);
    bindKey(
        m_tree, QLatin1String("accounts.test"), [this] { m_detail->testNow(); }, true);
    bindKey(
        m_tree, QLatin1String("accounts.remove"), [this] { m_detail->askRemove(); }, true);
    bindKey(
        m_tree, QLatin1String("accounts.tree"), [this] { m_group->click(); }, true);
    bindKey(
        m_tree, QLatin1String("accounts.export"), [this] { m_detail->exportShown(); }, true);
    bindKey(this, QLatin1String("accounts.import"), [this] { askImport(m_context, this); });
    bindKey(
        m_tree, QLatin1String("accounts.calendar"), [this] { openCalendar(m_context); }, true);
    bindKey(this, QLatin1String("accounts.connect"), [this] { connectAnother(); });
    bindKey(m_detail, QLatin1String("accounts.back"), [this] { m_tree->setFocus(Qt::ShortcutFocusReason); });
    bindKey(this, QLatin1String("accounts.refresh"), [this] { m_context.directory.reload(); });
}

void AccountsView::loadActivity()
{
    m_context.gateway.calls().recentCalls(0, kCallsRead,
                                          m_context.mailbox.reply<std::vector<CallSummary>>(
                                              this, [this](const Result<std::vector<CallSummary>>& calls) {
                                                  if (calls) {
                                                      m_activity->add(*calls);
                                                  }
                                              }));
}

void AccountsView::loadOverrides()
{
    m_context.gateway.accountInsight().overrideCounts(m_context.mailbox.reply<std::vector<OverrideCount>>(
        this, [this](const Result<std::vector<OverrideCount>>& counts) {
            if (counts) {
                m_activity->setOverrides(*counts);
            }
        }));
}

void AccountsView::setGrouped(bool grouped)
{
    m_context.settings.set(QStringLiteral("accounts/grouped"), grouped);
    m_tree->setRootIsDecorated(grouped);
    m_tree->header()->setSectionHidden(AccountModel::CustomerColumn, grouped);
    m_model->setGrouped(grouped);
}

void AccountsView::connectAnother()
{
    m_context.navigator.go(QStringLiteral("oauth"), {{QStringLiteral("connect"), true}});
}

std::vector<std::string> AccountsView::selected() const
{
    std::vector<std::string> ids;
    std::set<std::string> seen;
    const auto add = [&](const QModelIndex& index) {
        const auto* account = m_model->account(index);
        if (account != nullptr && seen.insert(account->id).second) {
            ids.push_back(account->id);
        }
    };
    for (const auto& row : m_tree->selectionModel()->selectedRows()) {
        add(row);
        const int members = m_model->rowCount(row);
        for (int member = 0; member < members; ++member) {
            add(m_model->index(member, 0, row));
        }
    }
    return ids;
}

void AccountsView::onSelection()
{
    if (!m_restoring) {
        m_selected = selected();
        m_detail->show(m_selected);
    }
}

void AccountsView::onReset()
{
    const int scrolled = m_tree->verticalScrollBar()->value();
    m_restoring = true;
    restoreExpansion();
    select(m_selected);
    m_restoring = false;
    m_tree->verticalScrollBar()->setValue(scrolled);
    m_selected = selected();
    m_detail->show(m_selected);
    updateEmpty();
}

void AccountsView::restoreExpansion()
{
    if (!m_model->grouped()) {
        return;
    }
    // expandAll() would keep an index for every account. After a reset the tree has put its layout off, so
    // that unfolding a customer is no more than a note.
    const int customers = m_model->rowCount();
    for (int row = 0; row < customers; ++row) {
        const auto index = m_model->index(row, 0);
        if (!m_folded.contains(m_model->environmentOf(index))) {
            m_tree->expand(index);
        }
    }
}

void AccountsView::select(const std::vector<std::string>& ids)
{
    QItemSelection selection;
    QModelIndex current;
    for (const auto& id : ids) {
        if (const auto index = m_model->indexOf(id); index.isValid()) {
            selection.select(index, index);
            // The tree unfolds what holds the current row; what a person has folded stays so.
            const auto shown = m_folded.contains(m_model->environmentOf(index)) && index.parent().isValid()
                                   ? index.parent()
                                   : index;
            current = current.isValid() ? current : shown;
        }
    }
    if (!current.isValid() && m_model->rowCount() > 0) {
        const auto top = m_model->index(0, 0);
        current = m_model->rowCount(top) > 0 ? m_model->index(0, 0, top) : top;
        selection.select(current, current);
    }
    // QTreeView::setCurrentIndex would look at the modifier keys that happen to be down (Ctrl of Ctrl+4).
    m_tree->selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    m_tree->selectionModel()->select(selection,
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void AccountsView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("filter"))) {
        m_filter->setText(arguments.value(QStringLiteral("filter")).toString());
    }
    if (arguments.contains(QStringLiteral("account"))) {
        const auto id = arguments.value(QStringLiteral("account")).toString().toStdString();
        m_selected = {id};
        select(m_selected);
        m_tree->scrollTo(m_model->indexOf(id));
    }
    m_detail->show(m_selected);
    if (arguments.value(QStringLiteral("import")).toBool()) {
        askImport(m_context, this);
    }
}

void AccountsView::tick()
{
    if (!isVisible()) {
        return;
    }
    m_detail->tick();
    for (const int column :
         {AccountModel::ExpiresColumn, AccountModel::SuccessColumn, AccountModel::StateColumn}) {
        const auto* header = m_tree->header();
        if (!header->isSectionHidden(column)) {
            m_tree->viewport()->update(QRect(header->sectionViewportPosition(column), 0,
                                             header->sectionSize(column), m_tree->viewport()->height()));
        }
    }
}

QList<QWidget*> AccountsView::panes() const
{
    return {m_tree, &m_filter->edit(), m_detail->findChild<QWidget*>(QStringLiteral("accountTest"))};
}

void AccountsView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
    m_context.settings.saveLayout(*m_tree->header());
}

ViewEntry accountsViewEntry()
{
    return {QLatin1String("accounts"), AccountsView::tr("Accounts"), QLatin1String("accounts"),
            [](Context& context, QWidget* parent) -> View* { return new AccountsView(context, parent); }};
}

} // namespace gatehouse::ui
