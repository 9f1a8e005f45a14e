// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_transfer.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace gatehouse::ui {

/// Takes accounts out of a file: what would be done is shown first, then done, and each row says what came of
/// it.
class AccountImportDialog : public QDialog
{
    Q_OBJECT

public:
    AccountImportDialog(Context& context, std::string text, const QString& fileName, QWidget* parent);

private:
    void build(const QString& fileName);
    void ask(bool dryRun);
    void take(const Result<ImportReport>& report, bool dryRun);
    void update();
    void say(Accent meaning, const QString& text);
    [[nodiscard]] std::size_t count(ImportOutcome outcome) const;

    Context& m_context;
    std::string m_text;
    ImportReport m_report;
    bool m_busy = false;
    bool m_done = false;
    RowModel<ImportedAccount>* m_model = nullptr;
    QLabel* m_summary = nullptr;
    QTableView* m_table = nullptr;
    QWidget* m_sealing = nullptr;
    QLineEdit* m_passphrase = nullptr;
    QLabel* m_outcome = nullptr;
    QPushButton* m_import = nullptr;
};

} // namespace gatehouse::ui
