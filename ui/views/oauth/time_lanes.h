// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/token_timeline.h"

#include <QWidget>

namespace gatehouse::ui {

/// Draws lanes of bars over one span of time: names on the left, notes on the right, a word and a tip for
/// each bar. A screen reader gets the same as text.
class TimeLanes : public QWidget
{
    Q_OBJECT

public:
    explicit TimeLanes(const QString& name, QWidget* parent = nullptr);

    /// The labels stand under both ends of the span.
    void setPicture(TimePicture picture, const QString& fromText, const QString& untilText);

    [[nodiscard]] const TimePicture& picture() const noexcept { return m_picture; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int laneHeight() const;
    [[nodiscard]] QRect track() const;
    [[nodiscard]] QRect barRect(std::size_t lane, const TimeBar& bar) const;
    [[nodiscard]] int xOf(UnixMillis t) const;
    void paintBar(QPainter& painter, const QRect& rect, const TimeBar& bar) const;
    void describe();

    TimePicture m_picture;
    QString m_from;
    QString m_until;
    int m_nameWidth = 0;
    int m_noteWidth = 0;
};

} // namespace gatehouse::ui
