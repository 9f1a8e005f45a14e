// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/busy_mark.h"

#include "ui/theme/colours.h"

#include <QIcon>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>

#include <chrono>

namespace gatehouse::ui {

namespace {

constexpr int kSteps = 8;
constexpr int kSide = 16;
constexpr std::chrono::milliseconds kTick{90};
constexpr std::chrono::milliseconds kPatience{120};

} // namespace

BusyMark::BusyMark(QLineEdit* edit)
    : QObject(edit)
    , m_edit(edit)
    , m_action(edit->addAction(QIcon(), QLineEdit::TrailingPosition))
{
    m_action->setObjectName(QStringLiteral("busyMark"));
    m_action->setToolTip(tr("Still searching"));
    m_action->setVisible(false);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_timer.setInterval(kTick);
        m_step = (m_step + 1) % kSteps;
        paint();
        m_action->setVisible(true);
    });
}

void BusyMark::turn(bool on)
{
    if (!on) {
        m_timer.stop();
        m_action->setVisible(false);
    } else if (!m_timer.isActive()) {
        m_timer.start(kPatience);
    }
}

void BusyMark::paint()
{
    const qreal ratio = m_edit->devicePixelRatioF();
    QPixmap picture(QSize(kSide, kSide) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(accentColour(Accent::Info, m_edit->palette()), 2.4);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.drawArc(QRectF(3, 3, kSide - 6, kSide - 6), -m_step * 360 * 16 / kSteps, 250 * 16);
    painter.end();
    m_action->setIcon(QIcon(picture));
}

} // namespace gatehouse::ui
