// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/view.h"

namespace gatehouse::ui {

class Card;
class Checklist;

/// Where a person lands: three ways in, what this is, and what to try first.
class StartView : public View
{
    Q_OBJECT

public:
    StartView(Context& context, QWidget* parent);

    [[nodiscard]] QList<QWidget*> panes() const override;

private:
    QWidget* buildCards();
    QWidget* buildAbout();
    void updateSandboxCard();

    Context& m_context;
    QWidget* m_cards = nullptr;
    Card* m_sandbox = nullptr;
    Card* m_account = nullptr;
    Card* m_workspace = nullptr;
    Checklist* m_checklist = nullptr;
};

[[nodiscard]] ViewEntry startViewEntry();

} // namespace gatehouse::ui
