// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/duplicate_groups.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableView;

namespace gatehouse::ui {

class EventModel;

/// Webhooks that came more than once, grouped by the provider's id or their content: how often, when first,
/// when last. Goes on while it is open.
class DuplicatesDialog : public QDialog
{
    Q_OBJECT

public:
    DuplicatesDialog(Context& context, const EventModel& events, QWidget* parent);

Q_SIGNALS:
    /// A filter of the list that shows the group's stored webhooks.
    void filterWanted(const QString& filter);

private:
    void build();
    void fill();
    void showChosen();

    Context& m_context;
    const EventModel& m_events;
    RowModel<DuplicateGroup>* m_groups = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_says = nullptr;
    QPushButton* m_show = nullptr;
};

} // namespace gatehouse::ui
