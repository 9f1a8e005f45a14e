// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/bookmarks.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableView;

namespace gatehouse::ui {

/// The named payloads: Enter fires the selected one, that is, takes it in as a new webhook of its account.
class BookmarksDialog : public QDialog
{
    Q_OBJECT

public:
    BookmarksDialog(Context& context, Bookmarks& bookmarks, QWidget* parent);

Q_SIGNALS:
    void editWanted(const Bookmark& bookmark);

private:
    void build();
    void fill();
    void fire();
    void edit();
    void remove();
    void importFile();
    void exportFile();
    [[nodiscard]] int row() const;

    Context& m_context;
    Bookmarks& m_bookmarks;
    RowModel<Bookmark>* m_rows = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_says = nullptr;
    QList<QPushButton*> m_forOne; ///< Only with a selection.
};

} // namespace gatehouse::ui
