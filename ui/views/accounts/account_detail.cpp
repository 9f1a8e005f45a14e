// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/account_detail.h"

#include "ui/filter/filter.h"
#include "ui/models/account_tables.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/accounts/account_tools.h"
#include "ui/views/accounts/audit_pane.h"
#include "ui/views/accounts/credential_pane.h"
#include "ui/views/accounts/export_dialog.h"
#include "ui/views/accounts/rotate_dialog.h"
#include "ui/views/oauth/token_pane.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/tab_strip.h"
#include "ui/widgets/tables.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

QScrollArea* scrolled(QWidget* content, const QString& name, QWidget* parent)
{
    auto* scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(name);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    scroll->setWidget(content);
    return scroll;
}

} // namespace

AccountDetail::AccountDetail(Context& context, AccountActivity& activity, AccountActions& actions,
                             QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_activity(activity)
    , m_actions(actions)
{
    setObjectName(QStringLiteral("accountDetail"));
    setAccessibleName(tr("Account"));
    build();
    connect(&actions, &AccountActions::progressed, this, &AccountDetail::onProgress);
    connect(&context.zone, &DisplayZone::changed, this, [this] { show(m_shown); });
    connect(&context.theme, &Theme::changed, this, [this] { show(m_shown); });
    show({});
}

void AccountDetail::build()
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    whole->addWidget(m_stack);
    m_empty = new EmptyState(m_stack);
    m_empty->explain(QLatin1String("accounts"), tr("Select an account to see how it stands"),
                     tr("Ctrl or Shift selects several, to test or disable them together"));
    m_stack->addWidget(m_empty);
    auto* page = new QWidget(m_stack);
    m_stack->addWidget(page);
    m_stack->addWidget(buildMany());
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    m_advice = new Banner(page);
    m_advice->setObjectName(QStringLiteral("accountAdvice"));
    m_advice->hide();
    m_outcome = new Banner(page);
    m_outcome->setObjectName(QStringLiteral("accountOutcome"));
    m_outcome->setClosable(true);
    m_outcome->hide();
    m_question = new Banner(page);
    m_question->setObjectName(QStringLiteral("accountQuestion"));
    m_question->setClosable(true);
    m_question->hide();
    column->addWidget(m_advice);
    column->addWidget(m_question);
    column->addWidget(m_outcome);
    column->addWidget(buildTabs(page), 1);
}

QWidget* AccountDetail::buildTabs(QWidget* page)
{
    m_tabs = new QTabWidget(page);
    m_tabs->setObjectName(QStringLiteral("accountTabs"));
    m_tabs->setAccessibleName(tr("Parts of the account"));
    m_tabs->setDocumentMode(true);
    m_facts = new Facts(m_tabs);
    connect(m_facts, &Facts::copied, this, [this](const QString& name) {
        m_context.navigator.tell(Accent::Ok, tr("Copied: %1").arg(name));
    });
    m_tabs->addTab(scrolled(m_facts, tr("Overview"), m_tabs), tr("Overview"));
    m_credentials = new CredentialPane(m_context, m_tabs);
    m_tokens = new TokenPane(m_context, m_tabs);
    m_tabs->addTab(m_credentials, tr("Credentials"));
    m_tabs->addTab(m_tokens, tr("Tokens"));
    m_limits = makeLimitModel(this);
    m_calls = makeAccountCallModel(m_context.zone, this);
    m_overrides = makeProvenanceModel(this);
    m_limitTable = addTable(m_limits, tr("Limits"), "accountLimits");
    m_callTable = addTable(m_calls, tr("Calls"), "accountCalls");
    m_overrideTable = addTable(m_overrides, tr("Overrides"), "accountOverrides");
    m_webhooks = makeAccountWebhookModel(m_context.zone, this);
    m_webhookTable = addTable(m_webhooks, tr("Webhooks"), "accountWebhooks");
    m_audit = new AuditPane(m_context, m_tabs);
    m_tabs->addTab(m_audit, tr("Audit"));
    connect(m_webhookTable, &QTableView::activated, this, [this](const QModelIndex& index) {
        const auto& event = m_webhooks->rows()[static_cast<std::size_t>(index.row())];
        m_context.navigator.go(QStringLiteral("webhooks"), {{QStringLiteral("event"), toQString(event.id)}});
    });
    connect(m_callTable, &QTableView::activated, this, [this](const QModelIndex& index) {
        const auto& call = m_calls->rows()[static_cast<std::size_t>(index.row())];
        m_context.navigator.go(QStringLiteral("calls"), {{QStringLiteral("call"), toQString(call.id)}});
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &AccountDetail::fillTab);
    auto* whole = new QWidget(page);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new TabStrip(*m_tabs, whole));
    column->addWidget(m_tabs, 1);
    return whole;
}

/// A table that gives way to a sentence while it has no rows.
QTableView* AccountDetail::addTable(QAbstractItemModel* model, const QString& name, const char* objectName)
{
    auto* pages = new QStackedWidget(m_tabs);
    auto* table = new QTableView(pages);
    table->setObjectName(QLatin1String(objectName));
    setUpTable(*table, name);
    table->setModel(model);
    auto* empty = new EmptyState(pages);
    empty->setObjectName(QLatin1String(objectName) % u"Empty");
    pages->addWidget(empty);
    pages->addWidget(table);
    connect(model, &QAbstractItemModel::modelReset, pages, [pages, model, table] {
        pages->setCurrentIndex(model->rowCount() == 0 ? 0 : 1);
        fitColumns(*table);
    });
    m_tabs->addTab(pages, name);
    return table;
}

QWidget* AccountDetail::buildHead()
{
    auto* head = new QWidget(this);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(kMargin, kGap, kGap, kGap);
    column->setSpacing(kTight);
    m_title = new ElidedLabel(Qt::ElideRight, head);
    m_title->setObjectName(QStringLiteral("accountTitle"));
    m_title->setFont(typeFont(Type::Heading));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state = new ElidedLabel(Qt::ElideRight, head);
    m_state->setObjectName(QStringLiteral("accountState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    column->addWidget(m_title);
    column->addWidget(m_state);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, kTight, 0, 0);
    row->setSpacing(kGap);
    m_test = new QPushButton(icon(QLatin1String("check")), tr("Test"), head);
    m_test->setObjectName(QStringLiteral("accountTest"));
    m_test->setToolTip(tr("One harmless call with the account's credentials (T)"));
    auto* use = new QPushButton(icon(QLatin1String("try")), tr("Try a call"), head);
    use->setObjectName(QStringLiteral("accountTry"));
    use->setToolTip(tr("Take the account into Try a call (Enter)"));
    m_toggle = new QPushButton(tr("Disable"), head);
    m_toggle->setObjectName(QStringLiteral("accountToggle"));
    auto* more = new QToolButton(head);
    more->setObjectName(QStringLiteral("accountMore"));
    more->setText(tr("More"));
    more->setAccessibleName(tr("More to do with this account"));
    more->setToolButtonStyle(Qt::ToolButtonTextOnly);
    more->setPopupMode(QToolButton::InstantPopup);
    more->setFocusPolicy(Qt::TabFocus);
    more->setMenu(buildMore());
    row->addWidget(m_test);
    row->addWidget(use);
    row->addWidget(m_toggle);
    row->addWidget(more);
    row->addStretch(1);
    column->addLayout(row);
    connect(m_test, &QPushButton::clicked, this, &AccountDetail::testNow);
    connect(use, &QPushButton::clicked, this, &AccountDetail::tryCall);
    connect(m_toggle, &QPushButton::clicked, this, [this] {
        if (const auto* shown = account()) {
            m_actions.run(shown->status == AccountStatus::Disabled ? AccountDeed::Enable
                                                                   : AccountDeed::Disable,
                          {shown->id});
        }
    });
    return head;
}

QMenu* AccountDetail::buildMore()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("accountMenu"));
    menu->addAction(icon(QLatin1String("refresh")), tr("Re&fresh the token"), this,
                    &AccountDetail::refreshNow)
        ->setObjectName(QStringLiteral("actionRefresh"));
    menu->addAction(icon(QLatin1String("key")), tr("&Reconnect, or put in new credentials…"), this,
                    &AccountDetail::reconnect)
        ->setObjectName(QStringLiteral("actionReconnect"));
    m_rotate = menu->addAction(icon(QLatin1String("refresh")), tr("R&otate credentials…"), this,
                               &AccountDetail::rotate);
    m_rotate->setObjectName(QStringLiteral("actionRotate"));
    menu->addAction(icon(QLatin1String("open")), tr("Copy a sign-in &link"), this,
                    [this] {
                        if (const auto* shown = account()) {
                            copySignInLink(m_context, this, *shown);
                        }
                    })
        ->setObjectName(QStringLiteral("actionSignInLink"));
    menu->addSeparator();
    menu->addAction(icon(QLatin1String("calls")), tr("&Calls of this account"), this, [this] {
        if (const auto* shown = account()) {
            m_context.navigator.go(
                QStringLiteral("calls"),
                {{QStringLiteral("filter"), toQString(filterTerm("account", shown->id, false))}});
        }
    });
    menu->addSeparator();
    menu->addAction(icon(QLatin1String("copy")), tr("Copy the account's &id"), this, [this] {
        if (const auto* shown = account()) {
            copy(tr("account id"), toQString(shown->id));
        }
    });
    menu->addAction(tr("Copy the c&ustomer's id"), this, [this] {
        if (const auto* shown = account()) {
            copy(tr("customer id"), toQString(shown->environmentId));
        }
    });
    addToMenu(*menu);
    return menu;
}

/// The graver half: copies, files, and what ends an account.
void AccountDetail::addToMenu(QMenu& menu)
{
    menu.addSeparator();
    m_duplicate = menu.addAction(icon(QLatin1String("sandbox")), tr("&Duplicate as sandbox…"), this, [this] {
        if (const auto* shown = account()) {
            duplicateAsSandbox(m_context, *shown);
        }
    });
    m_duplicate->setObjectName(QStringLiteral("actionDuplicate"));
    menu.addAction(icon(QLatin1String("save")), tr("&Export…"), this, &AccountDetail::exportShown)
        ->setObjectName(QStringLiteral("actionExport"));
    menu.addSeparator();
    menu.addAction(icon(QLatin1String("stop")), tr("Re&voke at the provider…"), this,
                   &AccountDetail::askRevoke)
        ->setObjectName(QStringLiteral("actionRevoke"));
    menu.addAction(icon(QLatin1String("trash")), tr("Re&move…"), this, &AccountDetail::askRemove)
        ->setObjectName(QStringLiteral("actionRemove"));
    // What cannot be done with this account is greyed out rather than refused afterwards.
    connect(&menu, &QMenu::aboutToShow, this, [this] {
        const auto* shown = account();
        m_rotate->setEnabled(shown != nullptr && RotateDialog::possible(*shown));
        m_duplicate->setEnabled(m_context.node.status().sandbox);
    });
}

QWidget* AccountDetail::buildMany()
{
    auto* page = new QWidget(m_stack);
    page->setObjectName(QStringLiteral("manyAccounts"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kMargin, kGap, kGap, kGap);
    column->setSpacing(kGap);
    m_manyTitle = new QLabel(page);
    m_manyTitle->setObjectName(QStringLiteral("manyTitle"));
    m_manyTitle->setFont(typeFont(Type::Heading));
    column->addWidget(m_manyTitle);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    const auto add = [&](const char* name, const QString& text, AccountDeed deed) {
        auto* button = new QPushButton(text, page);
        button->setObjectName(QLatin1String(name));
        connect(button, &QPushButton::clicked, this, [this, deed] { m_actions.run(deed, m_shown); });
        row->addWidget(button);
    };
    add("manyTest", tr("Test all"), AccountDeed::Test);
    add("manyRefresh", tr("Refresh"), AccountDeed::Refresh);
    add("manyEnable", tr("Enable"), AccountDeed::Enable);
    add("manyDisable", tr("Disable"), AccountDeed::Disable);
    auto* remove = new QPushButton(icon(QLatin1String("trash")), tr("Remove…"), page);
    remove->setObjectName(QStringLiteral("manyRemove"));
    connect(remove, &QPushButton::clicked, this, &AccountDetail::askRemove);
    auto* save = new QPushButton(icon(QLatin1String("save")), tr("Export…"), page);
    save->setObjectName(QStringLiteral("manyExport"));
    connect(save, &QPushButton::clicked, this, &AccountDetail::exportShown);
    row->addStretch(1);
    column->addLayout(row);
    auto* second = new QHBoxLayout; // six in one row would take the list's room
    second->setSpacing(kGap);
    second->addWidget(save);
    second->addWidget(remove);
    second->addWidget(buildManyAutomatic(page));
    second->addStretch(1);
    column->addLayout(second);
    m_manyFacts = new Facts(page);
    m_manyFacts->layout()->setContentsMargins(0, kGap, 0, kGap);
    column->addWidget(m_manyFacts);
    column->addWidget(buildOutcomes(page), 1);
    column->addStretch(0);
    return page;
}

QWidget* AccountDetail::buildManyAutomatic(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(QStringLiteral("manyAutomatic"));
    button->setText(tr("Auto-refresh"));
    button->setAccessibleName(tr("Automatic refresh of the selected accounts"));
    button->setToolTip(tr("Whether the gateway renews their tokens before they end. Off: the token ends, and "
                          "calls show what the provider says then"));
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(button);
    menu->addAction(tr("&On: renew before they end"), this,
                    [this] { setManyAutomatic(AccountDeed::RenewByItself); })
        ->setObjectName(QStringLiteral("actionManyAutomatic"));
    menu->addAction(tr("O&ff: only on demand"), this,
                    [this] { setManyAutomatic(AccountDeed::RenewOnDemand); })
        ->setObjectName(QStringLiteral("actionManyOnDemand"));
    button->setMenu(menu);
    return button;
}

/// Keys and passwords have nothing to renew.
void AccountDetail::setManyAutomatic(AccountDeed deed)
{
    std::vector<std::string> renewable;
    for (const auto& id : m_shown) {
        const auto* member = m_context.directory.account(id);
        if (member != nullptr && member->authKind.find("oauth2") != std::string::npos) {
            renewable.push_back(id);
        }
    }
    if (renewable.empty()) {
        m_context.navigator.tell(Accent::Info, tr("None of the selected accounts has a token to renew"));
    } else {
        m_actions.run(deed, std::move(renewable));
    }
}

/// What came of each, as it comes.
QWidget* AccountDetail::buildOutcomes(QWidget* parent)
{
    using Column = RowModel<AccountActions::Outcome>::Column;
    m_outcomes = new RowModel<AccountActions::Outcome>(
        {Column{tr("Account"),
                [this](const AccountActions::Outcome& row, int role) {
                    return role == Qt::DisplayRole
                               ? QVariant(toQString(m_context.directory.accountTitle(row.accountId)))
                               : QVariant();
                }},
         Column{tr("What came of it"),
                [](const AccountActions::Outcome& row, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return QString((row.good ? QStringLiteral("✓ ") : QStringLiteral("▲ ")) % row.text);
                    }
                    return role == Qt::ForegroundRole ? QVariant(accentColour(
                               row.good ? Accent::Ok : Accent::Warning, QGuiApplication::palette()))
                                                      : QVariant();
                }}},
        this);
    auto* pages = new QStackedWidget(parent);
    auto* nothing = new QWidget(pages);
    m_outcomeTable = new QTableView(pages);
    m_outcomeTable->setObjectName(QStringLiteral("manyOutcomes"));
    setUpTable(*m_outcomeTable, tr("What came of each account"));
    m_outcomeTable->setModel(m_outcomes);
    pages->addWidget(nothing);
    pages->addWidget(m_outcomeTable);
    connect(m_outcomes, &QAbstractItemModel::modelReset, pages,
            [this, pages] { pages->setCurrentIndex(m_outcomes->rowCount() == 0 ? 0 : 1); });
    connect(m_outcomeTable, &QTableView::activated, this, [this](const QModelIndex& index) {
        const auto& row = m_outcomes->rows()[static_cast<std::size_t>(index.row())];
        m_context.navigator.go(QStringLiteral("accounts"),
                               {{QStringLiteral("account"), toQString(row.accountId)}});
    });
    return pages;
}

const Account* AccountDetail::account() const
{
    return m_shown.size() == 1 ? m_context.directory.account(m_shown.front()) : nullptr;
}

void AccountDetail::testNow()
{
    if (!m_shown.empty()) {
        m_actions.run(AccountDeed::Test, m_shown);
    }
}

void AccountDetail::tryCall()
{
    if (const auto* shown = account()) {
        m_context.navigator.go(QStringLiteral("try"), {{QStringLiteral("account"), toQString(shown->id)}});
    }
}

void AccountDetail::reconnect()
{
    if (const auto* shown = account()) {
        m_context.navigator.go(QStringLiteral("oauth"), {{QStringLiteral("connect"), true},
                                                         {QStringLiteral("account"), toQString(shown->id)}});
    }
}

void AccountDetail::refreshNow()
{
    if (!m_shown.empty()) {
        m_actions.run(AccountDeed::Refresh, m_shown);
    }
}

void AccountDetail::askRevoke()
{
    if (const auto* shown = account()) {
        m_question->say(
            Accent::Warning,
            tr("Revoking has the provider forget this account's tokens, and destroys them here. Calls "
               "fail until somebody signs in again. It cannot be undone."));
        m_question->offer(tr("Revoke"), [this, id = shown->id] {
            m_question->hide();
            m_actions.run(AccountDeed::Revoke, {id});
        });
    }
}

void AccountDetail::askRemove()
{
    if (!m_shown.empty()) {
        m_actions.removeSoon(m_shown);
    }
}

void AccountDetail::rotate()
{
    if (const auto* shown = account(); shown != nullptr && RotateDialog::possible(*shown)) {
        (new RotateDialog(m_context, *shown, this))->open();
    }
}

void AccountDetail::exportShown()
{
    if (!m_shown.empty()) {
        (new ExportDialog(m_context, m_shown, this))->open();
    }
}

void AccountDetail::copy(const QString& what, const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
    m_context.navigator.tell(Accent::Ok, tr("Copied: %1").arg(what));
}

void AccountDetail::follow(AccountStep step)
{
    switch (step) {
    case AccountStep::Test:
        testNow();
        break;
    case AccountStep::Refresh:
        refreshNow();
        break;
    case AccountStep::Enable:
        m_actions.run(AccountDeed::Enable, m_shown);
        break;
    case AccountStep::Reconnect:
        reconnect();
        break;
    case AccountStep::None:
        break;
    }
}

} // namespace gatehouse::ui
