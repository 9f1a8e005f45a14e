// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_insight.h"
#include "ui/shell/context.h"

#include <QDialog>
#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace gatehouse::ui {

class Facts;

/// What a JWT says of itself: who issued it, for whom, until when. Header and claims, never the signature.
void addClaims(Facts& facts, const TokenClaims& token, const DisplayZone& zone, UnixMillis now);

/// Looks into a token that a person pastes. It stays in this process and is not kept.
class PeekDialog : public QDialog
{
    Q_OBJECT

public:
    PeekDialog(Context& context, QWidget* parent);

private:
    void look();

    Context& m_context;
    int m_asked = 0;
    QPlainTextEdit* m_token;
    QLabel* m_problem;
    Facts* m_facts;
};

} // namespace gatehouse::ui
