// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QModelIndex>
#include <QObject>
#include <QTimer>

#include <string>
#include <vector>

class QMenu;
class QTreeView;

namespace gatehouse::ui {

/// What is done to accounts now and then, each with a dialog, a file or another view of its own.

void openCalendar(Context& context);
void askImport(Context& context, QWidget* parent);
/// The connect form with the account's provider, customer and label, for its simulated vendor.
void duplicateAsSandbox(Context& context, const Account& account);
/// Begins to sign the account in again and copies the link, for whoever has the login at the provider.
void copySignInLink(Context& context, QObject* receiver, const Account& account);
/// The tools that need no account.
void addAccountTools(QMenu& menu, Context& context, QWidget* parent);

/// Writes the rows of the accounts' tree as CSV, visible columns in their order, a slice at a time so that a
/// hundred thousand do not hold the window up. Ends itself.
class AccountCsv : public QObject
{
    Q_OBJECT

public:
    AccountCsv(Context& context, QTreeView& tree, const QString& path);

private:
    void slice();
    void addLine(const QModelIndex& row);
    void write();

    Context& m_context;
    QTreeView& m_tree;
    QString m_path;
    std::vector<int> m_columns;
    std::string m_text;
    int m_group = 0;
    int m_row = 0;
    std::size_t m_lines = 0;
    QTimer m_slices;
};

} // namespace gatehouse::ui
