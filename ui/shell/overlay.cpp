// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/overlay.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace gatehouse::ui {

Overlay::Overlay(QWidget* window)
    : QFrame(window)
{
    hide();
    setFocusPolicy(Qt::StrongFocus);
    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(32);
    shadow->setOffset(0, 6);
    shadow->setColor(QColor(0, 0, 0, 110));
    setGraphicsEffect(shadow);
}

void Overlay::openAt(Qt::Alignment vertical, QSize wanted)
{
    if (isHidden()) {
        m_before = QApplication::focusWidget();
        qApp->installEventFilter(this);
    }
    m_vertical = vertical;
    m_wanted = wanted;
    place();
    show();
    raise();
}

void Overlay::place()
{
    const QSize room = parentWidget()->size() - QSize(2 * kWide, 4 * kWide);
    resize(m_wanted.boundedTo(room));
    const int x = (parentWidget()->width() - width()) / 2;
    const int middle = (parentWidget()->height() - height()) / 2;
    move(x, m_vertical.testFlag(Qt::AlignTop) ? qMin(middle, 3 * kWide) : middle);
}

void Overlay::dismiss()
{
    if (isHidden()) {
        return;
    }
    qApp->removeEventFilter(this);
    const bool hadFocus = isAncestorOf(QApplication::focusWidget()) || hasFocus();
    hide();
    if (m_before && hadFocus) {
        m_before->setFocus(Qt::OtherFocusReason);
    }
}

void Overlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        dismiss();
    } else {
        QFrame::keyPressEvent(event);
    }
}

bool Overlay::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (widget != nullptr && widget != this && !isAncestorOf(widget) && widget->window() == window()) {
            dismiss();
        }
    } else if (event->type() == QEvent::Resize && watched == parentWidget()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void Overlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(palette().color(QPalette::Window));
    painter.setPen(edgeColour(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace gatehouse::ui
