// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "ui/shell/context.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

class ExchangePane;
class SecretRows;
class Facts;
class Sheet;

/// One step of signing in from inside: what was verified, why it failed in plain words and who can mend it,
/// and what went over the wire.
class StepDetail : public QWidget
{
    Q_OBJECT

public:
    StepDetail(Context& context, QWidget* parent);

    void show(const ConnectSession& session, std::size_t step);
    /// The step's last request with secrets as variables.
    void copyAsCurl();

private:
    void showTokens(const ConnectSession& session);
    void showFailure(const ConnectFailure& failure);

    Context& m_context;
    ConnectStep m_step;
    QLabel* m_title;
    QPushButton* m_curl;
    Sheet* m_failure;
    QLabel* m_what;
    QLabel* m_remedy; ///< A label of its own: a form would cut its last line off.
    Facts* m_decoded;
    Facts* m_facts;
    Facts* m_claims;       ///< What the tokens that came say of themselves.
    SecretRows* m_secrets; ///< Of the account as it is now: recordings hold placeholders.
    ExchangePane* m_exchanges;
    QWidget* m_filler;
};

} // namespace gatehouse::ui
