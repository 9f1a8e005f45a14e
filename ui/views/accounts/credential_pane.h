// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/token.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class EmptyState;
class Facts;
class SecretRows;

/// What an account signs in with, without any secret: when each credential will end and how that is known,
/// which scopes were granted, and the provider's rules for its tokens in words.
class CredentialPane : public QWidget
{
    Q_OBJECT

public:
    CredentialPane(Context& context, QWidget* parent);

    void show(const Account& account);

private:
    void showDates(std::vector<CredentialDate> dates);
    void build();
    QWidget* buildPage(QWidget* parent);
    void showScopes(std::vector<ScopeUse> scopes);
    void showClaims(const Account& account);
    void showRules(const json::Value& definition, const std::string& kind);

    Context& m_context;
    std::string m_account;
    std::optional<UnixMillis> m_tokenEnd; ///< Of the token that the vault was last asked about.
    RowModel<CredentialDate>* m_dates;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    SecretRows* m_secrets;
    QLabel* m_scopeSentence;
    RowModel<ScopeUse>* m_scopeRows;
    QTableView* m_scopes;
    Facts* m_rules;
    Facts* m_claims;
};

/// The provider's rules for tokens, from its definition, one sentence a line.
[[nodiscard]] QStringList tokenRules(const json::Value& definition, const std::string& kind);

} // namespace gatehouse::ui
