// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/time_lanes.h"

#include "ui/theme/metrics.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kLeastBar = 3; // a moment is a tick of this width
constexpr int kMostName = 150;

} // namespace

TimeLanes::TimeLanes(const QString& name, QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimeLanes::setPicture(TimePicture picture, const QString& fromText, const QString& untilText)
{
    m_picture = std::move(picture);
    m_from = fromText;
    m_until = untilText;
    m_nameWidth = 0;
    m_noteWidth = 0;
    for (const auto& lane : m_picture.lanes) {
        m_nameWidth = std::max(m_nameWidth, fontMetrics().horizontalAdvance(lane.name));
        m_noteWidth = std::max(m_noteWidth, fontMetrics().horizontalAdvance(lane.note));
    }
    m_nameWidth = std::min(m_nameWidth + kTight, kMostName);
    describe();
    setFixedHeight(sizeHint().height());
    update();
}

/// The picture in words, for those who cannot see it.
void TimeLanes::describe()
{
    QStringList lines;
    for (const auto& lane : m_picture.lanes) {
        QStringList words{lane.name};
        for (const auto& bar : lane.bars) {
            words.append(bar.tip.isEmpty() ? bar.text : bar.tip);
        }
        words.append(lane.note);
        words.removeAll(QString());
        lines.append(words.join(QStringLiteral(", ")));
    }
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
}

int TimeLanes::laneHeight() const
{
    return fontMetrics().height() + kTight + 2;
}

QSize TimeLanes::sizeHint() const
{
    const auto lanes = static_cast<int>(m_picture.lanes.size());
    return {420, lanes * laneHeight() + fontMetrics().height() + 2 * kGap};
}

QSize TimeLanes::minimumSizeHint() const
{
    return {220, sizeHint().height()};
}

QRect TimeLanes::track() const
{
    const int left = kMargin + m_nameWidth + kGap;
    const int right = kMargin + (m_noteWidth > 0 ? m_noteWidth + kGap : 0);
    return {left, kTight, std::max(40, width() - left - right),
            static_cast<int>(m_picture.lanes.size()) * laneHeight()};
}

int TimeLanes::xOf(UnixMillis t) const
{
    const auto room = track();
    const auto span = std::max<std::int64_t>(1, (m_picture.until - m_picture.from).count());
    const double share = static_cast<double>((t - m_picture.from).count()) / static_cast<double>(span);
    return room.left() + static_cast<int>(std::clamp(share, 0.0, 1.0) * room.width());
}

QRect TimeLanes::barRect(std::size_t lane, const TimeBar& bar) const
{
    const int top = track().top() + static_cast<int>(lane) * laneHeight() + 2;
    const int right = track().right() + 1;
    const int left = std::min(xOf(bar.from), right - kLeastBar);
    return {left, top, std::max(kLeastBar, xOf(bar.until) - left), laneHeight() - 4};
}

void TimeLanes::paintBar(QPainter& painter, const QRect& rect, const TimeBar& bar) const
{
    const QColor colour = accentColour(bar.accent, palette());
    if (bar.hatched) {
        painter.fillRect(rect, washColour(bar.accent, palette()));
        painter.fillRect(rect, QBrush(colour, Qt::BDiagPattern));
        painter.setPen(colour);
        painter.drawRect(rect.adjusted(0, 0, -1, -1));
    } else {
        painter.fillRect(rect, colour);
    }
    const bool fits = fontMetrics().horizontalAdvance(bar.text) + 2 * kTight <= rect.width();
    if (!bar.text.isEmpty() && fits && !bar.hatched) {
        painter.setPen(palette().color(QPalette::Base)); // as far from the accent as the accent is from it
        painter.drawText(rect, Qt::AlignCenter, bar.text);
    }
}

void TimeLanes::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRect room = track();
    const QColor muted = palette().color(QPalette::PlaceholderText);
    for (std::size_t at = 0; at < m_picture.lanes.size(); ++at) {
        const auto& lane = m_picture.lanes[at];
        const int top = room.top() + static_cast<int>(at) * laneHeight();
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(kMargin, top, m_nameWidth, laneHeight()), Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(lane.name, Qt::ElideMiddle, m_nameWidth));
        painter.fillRect(QRect(room.left(), top + laneHeight() / 2, room.width(), 1), edgeColour(palette()));
        for (const auto& bar : lane.bars) {
            paintBar(painter, barRect(at, bar), bar);
        }
        painter.setPen(muted);
        painter.drawText(QRect(room.right() + kGap, top, m_noteWidth + kTight, laneHeight()),
                         Qt::AlignVCenter | Qt::AlignLeft, lane.note);
    }
    painter.setPen(QPen(accentColour(Accent::Error, palette()), 1, Qt::DashLine));
    for (const auto mark : m_picture.marks) {
        painter.drawLine(xOf(mark), room.top(), xOf(mark), room.bottom());
    }
    painter.setPen(muted);
    painter.setFont(typeFont(Type::Small));
    const QRect axis(room.left(), room.bottom() + kTight, room.width(), fontMetrics().height());
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignTop, m_from);
    painter.drawText(axis, Qt::AlignRight | Qt::AlignTop, m_until);
}

bool TimeLanes::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t at = 0; at < m_picture.lanes.size(); ++at) {
        for (const auto& bar : m_picture.lanes[at].bars) {
            if (barRect(at, bar).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), bar.tip.isEmpty() ? bar.text : bar.tip, this);
                return true;
            }
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace gatehouse::ui
