// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/console_style.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace gatehouse::ui {

namespace {

constexpr double kRadius = 4;

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

void drawInput(QPainter* painter, const QStyleOption& option, bool fill)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(QPen(edgeOf(option), focused ? 1.6 : 1.0));
    painter->setBrush(fill ? QBrush(option.palette.color(QPalette::Base)) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(inner(option.rect), kRadius, kRadius);
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
        drawInput(painter, *option, false);
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
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
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

} // namespace gatehouse::ui
