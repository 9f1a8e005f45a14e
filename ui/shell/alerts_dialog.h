// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/alert_list.h"
#include "ui/shell/context.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class EmptyState;

/// The alerts of this node as a list; what to do about the chosen one stands below it.
class AlertsDialog : public QDialog
{
    Q_OBJECT

public:
    AlertsDialog(Context& context, AlertList& alerts, QWidget* parent);

private:
    void build();
    void update();
    void showChosen();
    void acknowledge();
    [[nodiscard]] std::optional<Alert> chosen() const;

    Context& m_context;
    AlertList& m_alerts;
    RowModel<Alert>* m_model;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_detail = nullptr;
    QCheckBox* m_resolved = nullptr;
    QPushButton* m_acknowledge = nullptr;
};

} // namespace gatehouse::ui
