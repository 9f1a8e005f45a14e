// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/navigator.h"

#include <QDockWidget>

class QLabel;
class QTableWidget;

namespace gatehouse::ui {

/// What is selected, value by value; every value can be copied.
class PropertiesDock : public QDockWidget
{
    Q_OBJECT

public:
    explicit PropertiesDock(QWidget* parent = nullptr);

    void show(const Properties& properties);

private:
    QLabel* m_title;
    QTableWidget* m_table;
};

} // namespace gatehouse::ui
