// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/bookmarks.h"
#include "ui/shell/context.h"
#include "ui/views/webhooks/json_changes.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace gatehouse::ui {

class AccountChoice;

/// A received webhook with another body: edited with validation and undo, compared field by field with what
/// came, then taken in as a new event of the chosen account, and bookmarked when it is to be used again.
class EditDialog : public QDialog
{
    Q_OBJECT

public:
    EditDialog(Context& context, Bookmarks& bookmarks, const std::vector<IngestUrl>& urls, Bookmark draft,
               QWidget* parent);

    void send();

Q_SIGNALS:
    void bookmarked();

private:
    void build(const std::vector<IngestUrl>& urls);
    void buildButtons();
    void check();
    void bookmark();
    void revert();
    [[nodiscard]] std::string text() const;

    Context& m_context;
    Bookmarks& m_bookmarks;
    Bookmark m_draft;    ///< As it was.
    std::string m_shown; ///< The same, as it was put into the editor.
    QLineEdit* m_name = nullptr;
    AccountChoice* m_account = nullptr;
    QPlainTextEdit* m_edit = nullptr;
    QLabel* m_says = nullptr;
    RowModel<JsonChangeRow>* m_changes = nullptr;
    QTableView* m_table = nullptr;
    QPushButton* m_send = nullptr;
};

} // namespace gatehouse::ui
