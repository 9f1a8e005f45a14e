// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter.h"
#include "ui/models/row_models.h"
#include "ui/shell/view.h"

#include <QTimer>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class EmptyState;
class FilterBar;

/// Who is connected: customer, provider, account, state. To look at; connecting is on the Start page.
class AccountsView : public View
{
    Q_OBJECT

public:
    AccountsView(Context& context, QWidget* parent);

    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

private:
    void build();
    [[nodiscard]] RowModel<Account>* makeModel();
    void update();
    /// The account, or the first one when it is not in the list.
    void select(const std::string& id);
    void updateEmpty();
    void updateProperties();
    void tryCall();
    void testAccount();
    [[nodiscard]] const Account* selected() const;

    Context& m_context;
    RowModel<Account>* m_model;
    Filter m_current;
    FilterBar* m_filter = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    EmptyState* m_empty = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_try = nullptr;
};

[[nodiscard]] ViewEntry accountsViewEntry();

} // namespace gatehouse::ui
