// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/properties_dock.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

PropertiesDock::PropertiesDock(QWidget* parent)
    : QDockWidget(tr("Properties"), parent)
    , m_title(new QLabel(this))
    , m_table(new QTableWidget(0, 2, this))
{
    setObjectName(QStringLiteral("propertiesDock"));
    setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_title->setFont(typeFont(Type::Heading));
    m_title->setWordWrap(true);
    m_title->setContentsMargins(kGap, kGap, kGap, kTight);
    m_title->setText(tr("Nothing is selected"));
    m_table->setObjectName(QStringLiteral("propertiesTable"));
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Value")});
    setUpTable(*m_table, tr("Properties of the selection"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_table, 1);
    setWidget(content);
}

void PropertiesDock::show(const Properties& properties)
{
    m_title->setText(properties.title);
    m_table->setRowCount(static_cast<int>(properties.rows.size()));
    int row = 0;
    for (const auto& [name, value] : properties.rows) {
        m_table->setItem(row, 0, new QTableWidgetItem(name));
        auto* item = new QTableWidgetItem(value);
        item->setToolTip(value);
        m_table->setItem(row, 1, item);
        ++row;
    }
    fitColumns(*m_table);
}

} // namespace gatehouse::ui
