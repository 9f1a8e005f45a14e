// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QObject>
#include <QString>
#include <QTimeZone>

namespace gatehouse::ui {

/// The one time zone of the window. Times are stored in UTC; everything a person reads goes through here and
/// says its offset somewhere: in the text, or in the column's header.
class DisplayZone : public QObject
{
    Q_OBJECT

public:
    explicit DisplayZone(const Clock& clock, QObject* parent = nullptr);

    void setZone(const QTimeZone& zone);

    [[nodiscard]] const QTimeZone& zone() const noexcept { return m_zone; }

    /// "14:02:11.482", with the day before it unless it is today.
    [[nodiscard]] QString shortTime(UnixMillis t) const;
    /// "2026-05-19 14:02:11.482 +02:00"
    [[nodiscard]] QString fullTime(UnixMillis t) const;
    /// The zone's offset now: "+02:00".
    [[nodiscard]] QString offset() const;
    /// "Europe/Berlin +02:00"
    [[nodiscard]] QString label() const;
    /// UTC, this machine's time and how long ago, one a line.
    [[nodiscard]] QString tooltip(UnixMillis t) const;
    /// "3 s ago", "in 41 min"
    [[nodiscard]] QString relative(UnixMillis t) const;

Q_SIGNALS:
    void changed();

private:
    const Clock& m_clock;
    QTimeZone m_zone;
};

/// "850 µs", "4.2 ms", "1.35 s", "2 min 4 s"
[[nodiscard]] QString durationText(std::chrono::microseconds duration);
/// "512 B", "1.5 kB", "21.6 MB" (powers of ten, as the filter reads them)
[[nodiscard]] QString sizeText(std::int64_t bytes);
/// "100 000": digits in threes with a narrow space, in every locale the same.
[[nodiscard]] QString countText(std::int64_t count);

} // namespace gatehouse::ui
