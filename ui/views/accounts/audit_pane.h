// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/audit_rows.h"
#include "ui/shell/context.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class EmptyState;

/// What was done to one account's credentials, and by whom: newest first, read from the audit log page by
/// page until kShown entries are found or kPages were read. How far back that reaches is always said.
class AuditPane : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kPage = 1'000;
    static constexpr int kPages = 10;
    static constexpr std::size_t kShown = 200;

    AuditPane(Context& context, QWidget* parent);

    void show(const std::string& accountId);

private:
    void readOn(int pages);
    void take(std::vector<AuditEntry> page, int pagesLeft);
    void fill(const QString& problem = {});
    void save();
    [[nodiscard]] QString reach() const;

    Context& m_context;
    std::string m_account;
    std::vector<AuditEntry> m_entries;
    std::uint64_t m_before = 0; ///< The oldest entry looked at; 0: none yet.
    std::optional<UnixMillis> m_oldest;
    std::size_t m_wanted = kShown;
    std::size_t m_read = 0;
    bool m_end = false;
    int m_asked = 0; ///< Counts the questions, so that late answers to earlier ones are let go.
    RowModel<AuditEntry>* m_model;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyState* m_empty;
    QLabel* m_reach;
    QPushButton* m_more;
    QPushButton* m_save;
};

} // namespace gatehouse::ui
