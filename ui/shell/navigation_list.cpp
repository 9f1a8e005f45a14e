// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation_list.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace gatehouse::ui {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kTitleRole = Qt::UserRole + 1;
constexpr int kBadgeRole = Qt::UserRole + 2;
constexpr int kAccentRole = Qt::UserRole + 3;
constexpr int kTipRole = Qt::UserRole + 4; ///< The tooltip without what the badge adds.
constexpr int kRowHeight = 36;

class NavigationDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        const auto& palette = option.palette;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect row = option.rect.adjusted(kGap / 2, 1, -kGap / 2, -1);
        if (selected || hovered) {
            QColor fill = palette.color(selected ? QPalette::Highlight : QPalette::WindowText);
            fill.setAlphaF(selected ? 1.0F : 0.08F);
            painter->setPen(Qt::NoPen);
            painter->setBrush(fill);
            painter->drawRoundedRect(row, 6, 6);
        }
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(
                QPen(palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight), 1.5));
            painter->drawRoundedRect(QRectF(row).adjusted(2, 2, -2, -2), 4, 4);
        }
        const QRect iconRect(row.left() + kGap, row.center().y() - kIconSize / 2, kIconSize, kIconSize);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, iconRect, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
        const auto* list = qobject_cast<const NavigationList*>(option.widget);
        if (list != nullptr && !list->narrow()) {
            paintText(painter, row.adjusted(kIconSize + 2 * kGap + 2, 0, -kGap, 0), index, selected, palette);
        }
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {0, kRowHeight};
    }

private:
    static void paintText(QPainter* painter, QRect rect, const QModelIndex& index, bool selected,
                          const QPalette& palette)
    {
        painter->setPen(palette.color(selected ? QPalette::HighlightedText : QPalette::WindowText));
        const QString badge = index.data(kBadgeRole).toString();
        if (!badge.isEmpty()) {
            painter->setFont(typeFont(Type::Small));
            const int width = painter->fontMetrics().horizontalAdvance(badge);
            const auto accent = static_cast<Accent>(index.data(kAccentRole).toInt());
            if (!selected && accent != Accent::Muted) {
                painter->setPen(accentColour(accent, palette));
            }
            painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, badge);
            painter->setPen(palette.color(selected ? QPalette::HighlightedText : QPalette::WindowText));
            rect.setRight(rect.right() - width - kGap);
            painter->setFont(typeFont(Type::Body));
        }
        const QString title = index.data(kTitleRole).toString();
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(title, Qt::ElideRight, rect.width()));
    }
};

} // namespace

NavigationList::NavigationList(QWidget* parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Views"));
    setItemDelegate(new NavigationDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setUniformItemSizes(true);
    viewport()->setAutoFillBackground(false);
    QPalette clear = palette();
    clear.setBrush(QPalette::Base, Qt::transparent);
    setPalette(clear);
    setViewportMargins(0, kGap - 1, 0, 0);
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr) {
            Q_EMIT
            chosen(item->data(kIdRole).toString());
        }
    });
    fitWidth();
}

void NavigationList::addView(const QString& id, const QString& title, const QIcon& icon, const QString& keys)
{
    auto* item = new QListWidgetItem(icon, title, this);
    item->setData(kIdRole, id);
    item->setData(kTitleRole, title);
    item->setData(Qt::AccessibleTextRole, title);
    item->setData(kTipRole, QString(title % u"  (" % keys % u')'));
    item->setToolTip(item->data(kTipRole).toString());
    fitWidth();
}

QListWidgetItem* NavigationList::find(const QString& id) const
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(kIdRole).toString() == id) {
            return item(row);
        }
    }
    return nullptr;
}

void NavigationList::setCurrentView(const QString& id)
{
    setCurrentItem(find(id));
}

void NavigationList::setBadge(const QString& id, const QString& badge, const QString& meaning, Accent accent)
{
    if (auto* found = find(id)) {
        found->setData(kBadgeRole, badge);
        const QString title = found->data(kTitleRole).toString();
        found->setData(kAccentRole, static_cast<int>(accent));
        found->setData(Qt::AccessibleTextRole,
                       badge.isEmpty() ? title
                                       : QString(title % u", " % (meaning.isEmpty() ? badge : meaning)));
        const QString keys = found->data(kTipRole).toString();
        found->setToolTip(badge.isEmpty() || meaning.isEmpty() ? keys : QString(keys % u'\n' % meaning));
    }
}

void NavigationList::setNarrow(bool narrow)
{
    m_narrow = narrow;
    fitWidth();
    viewport()->update();
}

void NavigationList::fitWidth()
{
    setFixedWidth(sizeHint().width());
}

QSize NavigationList::sizeHint() const
{
    if (m_narrow) {
        return {kIconSize + 4 * kGap - kGap / 2, 200};
    }
    int widest = 0;
    for (int row = 0; row < count(); ++row) {
        widest = qMax(widest, fontMetrics().horizontalAdvance(item(row)->data(kTitleRole).toString()));
    }
    const int badge = fontMetrics().horizontalAdvance(QStringLiteral("00 000"));
    return {qMax(widest + badge + kIconSize + 5 * kGap, 160), 200};
}

} // namespace gatehouse::ui
