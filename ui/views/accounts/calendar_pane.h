// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/token.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class EmptyState;

/// When the credentials of all accounts will end, soonest first; those that a person has to renew first of
/// all. A document of its own beside Accounts.
class CalendarPane : public QWidget
{
    Q_OBJECT

public:
    CalendarPane(Context& context, QWidget* parent);

    void reload();

private:
    void build();
    void fill();
    void open(int row);
    void save();

    Context& m_context;
    std::vector<CredentialDate> m_dates;
    QString m_problem;
    bool m_loaded = false;
    RowModel<CredentialDate>* m_model = nullptr;
    QCheckBox* m_all = nullptr;
    QLabel* m_summary = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    EmptyState* m_empty = nullptr;
};

/// "unused 83 of 90 days": how far a refresh token that dies when it is not used has come; empty for others.
[[nodiscard]] QString inactivityText(const CredentialDate& date, UnixMillis now);

} // namespace gatehouse::ui
