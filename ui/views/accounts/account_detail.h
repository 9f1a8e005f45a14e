// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/models/account_activity.h"
#include "ui/models/account_state.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"
#include "ui/views/accounts/account_actions.h"

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolButton;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class CredentialPane;
class AuditPane;
class Facts;
class TokenPane;

/// One account: who it is, how it stands and why, what to do about it, and its limits, calls and overrides in
/// tabs that are filled when they are looked at. With several accounts selected: what can be done to all.
class AccountDetail : public QWidget
{
    Q_OBJECT

public:
    AccountDetail(Context& context, AccountActivity& activity, AccountActions& actions, QWidget* parent);

    void show(const std::vector<std::string>& accounts);
    /// Once a second: what tells a time.
    void tick();

    [[nodiscard]] QTabWidget& tabs() noexcept { return *m_tabs; }

    [[nodiscard]] const Account* account() const;

    void testNow();
    void tryCall();
    void reconnect();
    void refreshNow();
    void askRevoke();
    void askRemove();
    void rotate();
    void exportShown();

private:
    void build();
    QWidget* buildHead();
    QWidget* buildMany();
    QWidget* buildTabs(QWidget* page);
    QMenu* buildMore();
    void addToMenu(QMenu& menu);
    QTableView* addTable(QAbstractItemModel* model, const QString& name, const char* objectName);
    void fill();
    void fillHead();
    void fillTab(int tab);
    void fillOverview(const Account& account);
    void fillLimits(const std::string& id);
    void fillCalls(const std::string& id);
    void fillOverrides(const Account& account);
    void fillWebhooks(const std::string& id);
    void fillMany();
    void fillOutcomes();
    QWidget* buildManyAutomatic(QWidget* parent);
    void setManyAutomatic(AccountDeed deed);
    QWidget* buildOutcomes(QWidget* parent);
    void follow(AccountStep step);
    void onProgress();
    void showProperties(const Account& account);
    void copy(const QString& what, const QString& text);

    Context& m_context;
    AccountActivity& m_activity;
    AccountActions& m_actions;
    std::vector<std::string> m_shown;
    QList<int> m_filled;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    Banner* m_advice = nullptr;
    Banner* m_outcome = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_toggle = nullptr;
    QTabWidget* m_tabs = nullptr;
    Facts* m_facts = nullptr;
    RowModel<RateLimitState>* m_limits = nullptr;
    RowModel<CallSummary>* m_calls = nullptr;
    RowModel<ProvenanceRow>* m_overrides = nullptr;
    RowModel<WebhookEvent>* m_webhooks = nullptr;
    RowModel<AccountActions::Outcome>* m_outcomes = nullptr;
    CredentialPane* m_credentials = nullptr;
    TokenPane* m_tokens = nullptr;
    Banner* m_question = nullptr;
    QTableView* m_limitTable = nullptr;
    QTableView* m_callTable = nullptr;
    QTableView* m_overrideTable = nullptr;
    QTableView* m_webhookTable = nullptr;
    QTableView* m_outcomeTable = nullptr;
    AuditPane* m_audit = nullptr;
    QAction* m_rotate = nullptr;
    QAction* m_duplicate = nullptr;
    QLabel* m_manyTitle = nullptr;
    Facts* m_manyFacts = nullptr;
};

} // namespace gatehouse::ui
