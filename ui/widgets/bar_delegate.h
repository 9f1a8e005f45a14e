// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace gatehouse::ui {

/// Draws a cell as a bar on a time line; the model says where it begins and how long it is, as shares of the
/// width.
class BarDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    BarDelegate(int startRole, int lengthRole, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_startRole(startRole)
        , m_lengthRole(lengthRole)
    {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    int m_startRole;
    int m_lengthRole;
};

} // namespace gatehouse::ui
