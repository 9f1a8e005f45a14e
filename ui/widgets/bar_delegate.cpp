// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/bar_delegate.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QPainter>

#include <algorithm>

namespace gatehouse::ui {

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const double start = index.data(m_startRole).toDouble();
    const double length = index.data(m_lengthRole).toDouble();
    const QRect track = option.rect.adjusted(kTight, kTight + 2, -kTight, -kTight - 2);
    const int x = track.left() + static_cast<int>(start * track.width());
    const int width = std::max(2, static_cast<int>(length * track.width()));
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? option.palette.color(QPalette::HighlightedText)
                               : accentColour(Accent::Info, option.palette));
    painter->drawRect(QRect(std::min(x, track.right() - width + 1), track.top(), width, track.height()));
    painter->restore();
}

} // namespace gatehouse::ui
