// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/console_style.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr double kRadius = 4;
constexpr int kChevron = 7;
constexpr int kMenuArrow = 14; ///< What a menu's arrow takes of a button.
constexpr int kButtonPadding = 8;

QRectF inner(const QRect& rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

bool enabled(const QStyleOption& option)
{
    return option.state.testFlag(QStyle::State_Enabled);
}

QColor edgeOf(const QStyleOption& option)
{
    const bool focused = option.state.testFlag(QStyle::State_HasFocus) && enabled(option);
    return focused           ? accentColour(Accent::Info, option.palette)
           : enabled(option) ? inputEdgeColour(option.palette)
                             : edgeColour(option.palette);
}

void drawInput(QPainter* painter, const QStyleOption& option, bool fill, double radius = kRadius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(QPen(edgeOf(option), focused ? 1.6 : 1.0));
    painter->setBrush(fill ? QBrush(option.palette.color(QPalette::Base)) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(inner(option.rect), radius, radius);
    painter->restore();
}

void drawButton(QPainter* painter, const QStyleOption& option)
{
    const bool down = option.state.testFlag(QStyle::State_Sunken) || option.state.testFlag(QStyle::State_On);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver) && enabled(option);
    const bool autoRaised = option.state.testFlag(QStyle::State_AutoRaise);
    if (autoRaised && !down && !hovered && !option.state.testFlag(QStyle::State_HasFocus)) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor fill = option.palette.color(QPalette::Button);
    if (down) {
        fill = washColour(Accent::Info, option.palette);
    } else if (hovered) {
        fill = isDark(option.palette) ? fill.lighter(115) : QColor(Qt::white);
    }
    painter->setPen(edgeOf(option));
    painter->setBrush(fill);
    painter->drawRoundedRect(inner(option.rect), kRadius, kRadius);
    painter->restore();
}

void drawCheckBox(QPainter* painter, const QStyleOption& option)
{
    drawInput(painter, option, true);
    if (!option.state.testFlag(QStyle::State_On)) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = inner(option.rect);
    painter->setPen(
        QPen(accentColour(Accent::Info, option.palette), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(QPolygonF({box.topLeft() + QPointF(0.24 * box.width(), 0.52 * box.height()),
                                     box.topLeft() + QPointF(0.44 * box.width(), 0.72 * box.height()),
                                     box.topLeft() + QPointF(0.78 * box.width(), 0.28 * box.height())}));
    painter->restore();
}

void drawTab(QPainter* painter, const QStyleOptionTab& tab)
{
    const bool selected = tab.state.testFlag(QStyle::State_Selected);
    const bool hovered = tab.state.testFlag(QStyle::State_MouseOver);
    if (hovered && !selected) {
        QColor wash = tab.palette.color(QPalette::WindowText);
        wash.setAlphaF(0.06F);
        painter->fillRect(tab.rect, wash);
    }
    painter->fillRect(QRect(tab.rect.left(), tab.rect.bottom(), tab.rect.width(), 1),
                      edgeColour(tab.palette));
    if (selected) {
        painter->fillRect(
            QRect(tab.rect.left() + kTight, tab.rect.bottom() - 2, tab.rect.width() - 2 * kTight, 3),
            accentColour(Accent::Info, tab.palette));
    }
}

void drawHeader(QPainter* painter, const QStyleOption& option)
{
    painter->fillRect(option.rect, option.palette.color(QPalette::Window));
    const QColor edge = edgeColour(option.palette);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), edge);
    painter->fillRect(
        QRect(option.rect.right(), option.rect.top() + kTight, 1, option.rect.height() - 2 * kTight), edge);
}

enum class Points
{
    Down,
    Up,
    Right
};

/// An open arrow in the middle of the place, as wide as kChevron.
void drawChevron(QPainter* painter, const QRect& place, Points to, const QColor& colour)
{
    constexpr double kHalf = kChevron / 2.0;
    const QPointF middle = QRectF(place).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(middle);
    painter->rotate(to == Points::Up ? 180 : to == Points::Right ? -90 : 0);
    painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(QPolygonF({{-kHalf, -kHalf / 2}, {0, kHalf / 2}, {kHalf, -kHalf / 2}}));
    painter->restore();
}

void drawTabClose(QPainter* painter, const QStyleOption& option)
{
    const QRectF place = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const QPointF middle = place.center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_MouseOver)) {
        QColor wash = option.palette.color(QPalette::WindowText);
        wash.setAlphaF(0.12F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(wash);
        painter->drawRoundedRect(place, kRadius, kRadius);
    }
    constexpr double kArm = 3.5;
    painter->setPen(QPen(option.palette.color(QPalette::WindowText), 1.5, Qt::SolidLine, Qt::RoundCap));
    painter->drawLine(middle + QPointF(-kArm, -kArm), middle + QPointF(kArm, kArm));
    painter->drawLine(middle + QPointF(-kArm, kArm), middle + QPointF(kArm, -kArm));
    painter->restore();
}

bool opensMenu(const QStyleOptionToolButton& button)
{
    return button.features.testFlag(QStyleOptionToolButton::HasMenu)
           && !button.features.testFlag(QStyleOptionToolButton::MenuButtonPopup);
}

/// The label without the place of the menu's arrow, and in the middle where the button is wider than it.
QStyleOptionToolButton placedLabel(const QStyleOptionToolButton& button)
{
    QStyleOptionToolButton label = button;
    if (opensMenu(button)) {
        label.rect.setRight(label.rect.right() - kMenuArrow);
    }
    if (button.toolButtonStyle == Qt::ToolButtonTextBesideIcon && !button.icon.isNull()) {
        const int wide = button.iconSize.width() + kTight + kGap
                         + button.fontMetrics.size(Qt::TextShowMnemonic, button.text).width();
        label.rect.adjust(std::max(0, (label.rect.width() - wide) / 2), 0, 0, 0);
    }
    return label;
}

bool pressesWithEnter(const QAbstractButton& button)
{
    const bool inDialog = qobject_cast<QDialog*>(button.window()) != nullptr;
    return qobject_cast<const QToolButton*>(&button) != nullptr
           || (qobject_cast<const QPushButton*>(&button) != nullptr && !inDialog);
}

} // namespace

ConsoleStyle::ConsoleStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void ConsoleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    switch (element) {
    case PE_FrameLineEdit:
        drawInput(painter, *option, false);
        return;
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame != nullptr && frame->lineWidth > 0) {
            drawInput(painter, *option, true);
        }
        return;
    }
    case PE_Frame:
        drawInput(painter, *option, false, 1); // what it frames has corners and would cover round ones
        return;
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
        drawButton(painter, *option);
        return;
    case PE_IndicatorCheckBox:
        drawCheckBox(painter, *option);
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          edgeColour(option->palette));
        return;
    case PE_IndicatorTabClose:
        drawTabClose(painter, *option);
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
            header != nullptr && header->sortIndicator != QStyleOptionHeader::None) {
            const bool up = header->sortIndicator == QStyleOptionHeader::SortUp;
            drawChevron(painter, option->rect, up ? Points::Up : Points::Down,
                        option->palette.color(QPalette::WindowText));
        }
        return;
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children)) {
            const bool selected = option->state.testFlag(State_Selected);
            drawChevron(
                painter, option->rect, option->state.testFlag(State_Open) ? Points::Down : Points::Right,
                option->palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ConsoleStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const
{
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    if (control != CC_ToolButton || button == nullptr || !opensMenu(*button)) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    QStyleOptionToolButton bare = *button;
    bare.features.setFlag(QStyleOptionToolButton::HasMenu, false); // its arrow would stand in the corner
    bare.rect.setRight(bare.rect.right() - kMenuArrow);
    QStyleOptionToolButton plate = *button;
    plate.features.setFlag(QStyleOptionToolButton::HasMenu, false);
    plate.text.clear();
    plate.icon = {};
    QProxyStyle::drawComplexControl(control, &plate, painter, widget);
    drawControl(CE_ToolButtonLabel, &bare, painter, widget);
    const auto role = enabled(*option) ? QPalette::Active : QPalette::Disabled;
    const QRect arrow(option->rect.right() - kMenuArrow - 1, option->rect.top(), kMenuArrow,
                      option->rect.height());
    drawChevron(painter, arrow, Points::Down, option->palette.color(role, QPalette::ButtonText));
}

QSize ConsoleStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                     const QWidget* widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (const auto* push = qstyleoption_cast<const QStyleOptionButton*>(option);
        push != nullptr && type == CT_PushButton && !push->text.isEmpty()) {
        size.setWidth(std::max(size.width(), contents.width() + 2 * kButtonPadding));
    }
    if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        tool != nullptr && type == CT_ToolButton && opensMenu(*tool)) {
        size.rwidth() += kMenuArrow;
    }
    return size;
}

void ConsoleStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (element == CE_TabBarTabShape) {
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTab(painter, *tab);
            return;
        }
    }
    if (element == CE_ToolButtonLabel) {
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            const auto label = placedLabel(*button);
            QProxyStyle::drawControl(element, &label, painter, widget);
            return;
        }
    }
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        drawHeader(painter, *option);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

QRect ConsoleStyle::subElementRect(SubElement element, const QStyleOption* option,
                                   const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_HeaderArrow) {
        return {option->rect.right() - 2 * kGap, option->rect.top(), kMargin, option->rect.height()};
    }
    return element == SE_LineEditContents ? rect.adjusted(kTight, 0, -kTight, 0) : rect;
}

int ConsoleStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
    case PM_HeaderMargin:
        return 6;
    case PM_TabBarTabHSpace:
        return 2 * kMargin;
    case PM_TabBarTabVSpace:
        return kMargin;
    case PM_TabCloseIndicatorWidth:
    case PM_TabCloseIndicatorHeight:
        return 16;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return qobject_cast<const QDialog*>(widget) != nullptr
                   ? kWide
                   : QProxyStyle::pixelMetric(metric, option, widget);
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ConsoleStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* returnData) const
{
    if (hint == SH_Widget_Animate || hint == SH_Widget_Animation_Duration) {
        return 0; // nothing moves that a person did not move
    }
    return QProxyStyle::styleHint(hint, option, widget, returnData);
}

void ConsoleStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) != nullptr) {
        widget->installEventFilter(this);
    }
}

void ConsoleStyle::unpolish(QWidget* widget)
{
    widget->removeEventFilter(this);
    QProxyStyle::unpolish(widget);
}

bool ConsoleStyle::eventFilter(QObject* watched, QEvent* event)
{
    auto* button = qobject_cast<QAbstractButton*>(watched);
    if (event->type() != QEvent::KeyPress || button == nullptr || !pressesWithEnter(*button)) {
        return QProxyStyle::eventFilter(watched, event);
    }
    const auto* key = static_cast<const QKeyEvent*>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!isEnter || (key->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier || !button->isEnabled()) {
        return QProxyStyle::eventFilter(watched, event);
    }
    if (key->isAutoRepeat()) {
        return true;
    }
    auto* tool = qobject_cast<QToolButton*>(button);
    if (tool != nullptr && tool->menu() != nullptr && tool->popupMode() == QToolButton::InstantPopup) {
        tool->showMenu();
    } else {
        button->click();
    }
    return true;
}

} // namespace gatehouse::ui
