// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/accounts_view.h"

#include "core/json/write.h"
#include "ui/models/account_fields.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

Accent stateAccent(AccountStatus status)
{
    switch (status) {
    case AccountStatus::Active:
        return Accent::Ok;
    case AccountStatus::NeedsReauth:
        return Accent::Error;
    case AccountStatus::Connecting:
        return Accent::Warning;
    case AccountStatus::Disabled:
        break;
    }
    return Accent::Muted;
}

/// {"region":"eu"} as "region eu".
QString contextText(const json::Value& context)
{
    QStringList parts;
    for (const auto& member : context.members()) {
        const auto value =
            member.value.isString() ? std::string(member.value.asString()) : json::write(member.value);
        parts.append(toQString(member.name) % u' ' % toQString(value));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

AccountsView::AccountsView(Context& context, QWidget* parent)
    : View(QLatin1String("accounts"), parent)
    , m_context(context)
    , m_model(makeModel())
{
    build();
    connect(&context.directory, &Directory::changed, this, &AccountsView::update);
    connect(&context.zone, &DisplayZone::changed, this, &AccountsView::update);
    bindKey(this, QLatin1String("accounts.filter"),
            [this] { m_filter->edit().setFocus(Qt::ShortcutFocusReason); });
    bindKey(
        m_table, QLatin1String("accounts.try"), [this] { tryCall(); }, true);
    bindKey(this, QLatin1String("accounts.refresh"), [this] { m_context.directory.reload(); });
    update();
    fitColumns(*m_table);
    context.settings.restoreLayout(*m_table->horizontalHeader());
}

RowModel<Account>* AccountsView::makeModel()
{
    using Column = RowModel<Account>::Column;
    const auto column = [](const QString& title, std::function<QString(const Account&)> text) {
        return Column{title, [text = std::move(text)](const Account& account, int role) {
                          return role == Qt::DisplayRole ? QVariant(text(account)) : QVariant();
                      }};
    };
    const auto time = [this](const std::optional<UnixMillis>& t) {
        return t ? m_context.zone.relative(*t) : QStringLiteral("—");
    };
    return new RowModel<Account>(
        {column(tr("Customer"),
                [this](const Account& a) {
                    return toQString(m_context.directory.environmentName(a.environmentId));
                }),
         column(tr("Provider"),
                [this](const Account& a) {
                    return toQString(m_context.directory.integrationLabel(a.integration));
                }),
         column(tr("Account"), [](const Account& a) { return toQString(a.label); }),
         Column{tr("State"),
                [](const Account& a, int role) -> QVariant {
                    switch (role) {
                    case Qt::DisplayRole:
                        return accountStateText(a.status);
                    case Qt::ForegroundRole:
                        return accentColour(stateAccent(a.status), QGuiApplication::palette());
                    case Qt::ToolTipRole:
                        return a.statusReason.empty() ? accountStateText(a.status)
                                                      : toQString(a.statusReason);
                    default:
                        return {};
                    }
                }},
         column(tr("Last success"), [time](const Account& a) { return time(a.lastSuccessAt); }),
         column(tr("Token expires"), [time](const Account& a) { return time(a.tokenExpiresAt); }),
         Column{tr("Signs in with"),
                [](const Account& a, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return authKindText(a.authKind);
                    }
                    return role == Qt::ToolTipRole ? QVariant(toQString(a.authKind)) : QVariant();
                }},
         column(tr("Context"), [](const Account& a) { return contextText(*a.context); })},
        this);
}

void AccountsView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(kGap, kGap, kGap, kGap);
    bar->setSpacing(kGap);
    m_filter =
        new FilterBar(accountFields(), tr("Filter by customer, label, id…  e.g. state:needs_reauth"), this);
    m_test = new QPushButton(icon(QLatin1String("check")), tr("Test"), this);
    m_test->setToolTip(tr("Run the definition's validation call now"));
    m_try = new QPushButton(icon(QLatin1String("try")), tr("Try a call"), this);
    bar->addWidget(m_filter, 1, Qt::AlignTop);
    bar->addWidget(m_test, 0, Qt::AlignTop);
    bar->addWidget(m_try, 0, Qt::AlignTop);
    column->addLayout(bar);
    m_stack = new QStackedWidget(this);
    m_table = new QTableView(m_stack);
    m_table->setObjectName(QStringLiteral("accountsTable"));
    setUpTable(*m_table, tr("Accounts"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setObjectName(QStringLiteral("accountsHeader"));
    m_table->horizontalHeader()->setSectionsMovable(true);
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    connect(m_filter, &FilterBar::filterChanged, this, [this](const Filter& filter) {
        m_current = filter;
        update();
    });
    connect(m_test, &QPushButton::clicked, this, &AccountsView::testAccount);
    connect(m_try, &QPushButton::clicked, this, &AccountsView::tryCall);
    connect(m_table, &QTableView::doubleClicked, this, &AccountsView::tryCall);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &AccountsView::updateProperties);
}

void AccountsView::update()
{
    const std::string before = selected() != nullptr ? selected()->id : std::string();
    std::vector<Account> rows;
    AccountRecord record(m_context.directory);
    for (const auto& account : m_context.directory.accounts()) {
        record.look(account);
        if (m_current.matches(record)) {
            rows.push_back(account);
        }
    }
    const bool first = m_model->rows().empty();
    m_model->setRows(std::move(rows));
    if (first) {
        fitColumns(*m_table);
        m_context.settings.restoreLayout(*m_table->horizontalHeader());
    }
    select(before);
    const auto total = static_cast<qint64>(m_context.directory.accounts().size());
    m_filter->showCount(m_model->rowCount(), total, false);
    m_context.navigator.setBadge(QStringLiteral("accounts"), total == 0 ? QString() : countText(total));
    updateEmpty();
    updateProperties();
}

void AccountsView::select(const std::string& id)
{
    const auto& rows = m_model->rows();
    if (rows.empty()) {
        return;
    }
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Account& account) { return account.id == id; });
    const auto row = found == rows.end() ? 0 : static_cast<int>(found - rows.begin());
    // QTableView::setCurrentIndex would look at the modifier keys that happen to be down (Ctrl of Ctrl+4).
    m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::ClearAndSelect
                                                                           | QItemSelectionModel::Rows);
}

void AccountsView::updateEmpty()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!empty) {
        return;
    }
    const auto& directory = m_context.directory;
    if (!directory.accounts().empty()) {
        m_empty->explain(QLatin1String("filter"), tr("Nothing matches the filter"),
                         tr("%1 accounts are hidden by it")
                             .arg(countText(static_cast<qint64>(directory.accounts().size()))));
        m_empty->offer(tr("Clear the filter"), [this] { m_filter->setText({}); });
    } else if (!directory.problem().isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The accounts could not be read"), directory.problem());
        m_empty->offer(tr("Ask again"), [this] { m_context.directory.reload(); });
    } else if (!directory.loaded()) {
        m_empty->explain(QLatin1String("clock"), tr("Reading the accounts…"));
        m_empty->offer({}, {});
    } else {
        m_empty->explain(QLatin1String("accounts"), tr("No accounts yet"));
        m_empty->offer(tr("Connect a real account"), [this] {
            m_context.navigator.go(QStringLiteral("start"), {{QStringLiteral("connect"), true}});
        });
    }
}

const Account* AccountsView::selected() const
{
    const auto index = m_table->currentIndex();
    return index.isValid() ? &m_model->rows()[static_cast<std::size_t>(index.row())] : nullptr;
}

void AccountsView::updateProperties()
{
    const auto* account = selected();
    m_test->setEnabled(account != nullptr);
    m_try->setEnabled(account != nullptr);
    if (account == nullptr || !isVisible()) {
        return;
    }
    Properties properties{toQString(account->label), {}};
    properties.rows = {{tr("Account"), toQString(account->id)},
                       {tr("Customer"), toQString(account->environmentId)},
                       {tr("State"), accountStateText(account->status)},
                       {tr("Why"), toQString(account->statusReason)},
                       {tr("Sandbox"), account->sandbox ? tr("yes") : tr("no")},
                       {tr("Connected"), m_context.zone.fullTime(account->createdAt)}};
    if (account->tokenExpiresAt) {
        properties.rows.append({tr("Token expires"), m_context.zone.fullTime(*account->tokenExpiresAt)});
    }
    for (const auto& member : account->context->members()) {
        properties.rows.append(
            {toQString(member.name), toQString(member.value.isString() ? std::string(member.value.asString())
                                                                       : json::write(member.value))});
    }
    m_context.navigator.showProperties(properties);
}

void AccountsView::tryCall()
{
    if (const auto* account = selected()) {
        m_context.navigator.go(QStringLiteral("try"), {{QStringLiteral("account"), toQString(account->id)}});
    }
}

void AccountsView::testAccount()
{
    const auto* account = selected();
    if (account == nullptr) {
        return;
    }
    m_test->setEnabled(false);
    m_context.gateway.accounts().testAccount(
        account->id, m_context.mailbox.reply<CallDetail>(
                         this, [this, label = toQString(account->label)](const Result<CallDetail>& tested) {
                             m_test->setEnabled(true);
                             const bool good = tested && tested->summary.category.empty() && !tested->problem;
                             const QString why = !tested           ? errorText(tested.error())
                                                 : tested->problem ? toQString(tested->problem->detail)
                                                                   : QString();
                             m_context.navigator.tell(good ? Accent::Ok : Accent::Warning,
                                                      good ? tr("%1 answers").arg(label)
                                                           : tr("%1 failed its test: %2").arg(label, why));
                         }));
}

QList<QWidget*> AccountsView::panes() const
{
    return {m_table, &m_filter->edit()};
}

void AccountsView::keepLayout()
{
    m_context.settings.saveLayout(*m_table->horizontalHeader());
}

ViewEntry accountsViewEntry()
{
    return {QLatin1String("accounts"), AccountsView::tr("Accounts"), QLatin1String("accounts"),
            [](Context& context, QWidget* parent) -> View* { return new AccountsView(context, parent); }};
}

} // namespace gatehouse::ui
