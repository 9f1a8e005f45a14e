// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/display_zone.h"

#include <QDateTime>

#include <cstdlib>

namespace gatehouse::ui {

namespace {

QDateTime at(UnixMillis t, const QTimeZone& zone)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(t), zone);
}

QString offsetText(int seconds)
{
    const int minutes = std::abs(seconds) / 60;
    return QStringLiteral("%1%2:%3")
        .arg(seconds < 0 ? QChar(u'-') : QChar(u'+'))
        .arg(minutes / 60, 2, 10, QChar(u'0'))
        .arg(minutes % 60, 2, 10, QChar(u'0'));
}

QString threeDigits(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
}

} // namespace

DisplayZone::DisplayZone(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_zone(QTimeZone::systemTimeZone())
{}

void DisplayZone::setZone(const QTimeZone& zone)
{
    if (zone.isValid() && zone != m_zone) {
        m_zone = zone;
        Q_EMIT
        changed();
    }
}

QString DisplayZone::shortTime(UnixMillis t) const
{
    const QDateTime when = at(t, m_zone);
    const bool today = when.date() == at(m_clock.now(), m_zone).date();
    return when.toString(today ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("MM-dd HH:mm:ss.zzz"));
}

QString DisplayZone::fullTime(UnixMillis t) const
{
    const QDateTime when = at(t, m_zone);
    return when.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz ")) + offsetText(when.offsetFromUtc());
}

QString DisplayZone::offset() const
{
    return offsetText(m_zone.offsetFromUtc(at(m_clock.now(), m_zone)));
}

QString DisplayZone::label() const
{
    const QByteArray id = m_zone.id() == "Etc/UTC" ? QByteArray("UTC") : m_zone.id();
    return QString::fromUtf8(id) % u' ' % offset();
}

QString DisplayZone::tooltip(UnixMillis t) const
{
    const auto local = at(t, QTimeZone::systemTimeZone());
    return at(t, QTimeZone::utc()).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz'Z'")) % u" UTC\n"
           % local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz ")) % offsetText(local.offsetFromUtc())
           % u" this machine\n" % relative(t);
}

QString DisplayZone::relative(UnixMillis t) const
{
    const auto away = toMillis(m_clock.now()) - toMillis(t);
    const auto span = durationText(std::chrono::seconds(std::abs(away) / 1000));
    if (std::abs(away) < 1000) {
        return QStringLiteral("just now");
    }
    return away < 0 ? QStringLiteral("in %1").arg(span) : QStringLiteral("%1 ago").arg(span);
}

QString durationText(std::chrono::microseconds duration)
{
    const auto us = static_cast<double>(duration.count());
    if (us < 1000) {
        return QStringLiteral("%1 µs").arg(duration.count());
    }
    if (us < 1e6) {
        return threeDigits(us / 1e3) + QStringLiteral(" ms");
    }
    if (us < 6e7) {
        const bool whole = duration.count() % 1'000'000 == 0;
        return (whole ? QString::number(duration.count() / 1'000'000) : threeDigits(us / 1e6))
               + QStringLiteral(" s");
    }
    const auto seconds = duration.count() / 1'000'000;
    const auto pair = [](qint64 big, QLatin1String bigUnit, qint64 small, QLatin1String smallUnit) {
        return small == 0 ? QStringLiteral("%1 %2").arg(big).arg(bigUnit)
                          : QStringLiteral("%1 %2 %3 %4").arg(big).arg(bigUnit).arg(small).arg(smallUnit);
    };
    if (seconds < 3600) {
        return pair(seconds / 60, QLatin1String("min"), seconds % 60, QLatin1String("s"));
    }
    if (seconds < 86'400) {
        return pair(seconds / 3600, QLatin1String("h"), seconds % 3600 / 60, QLatin1String("min"));
    }
    return pair(seconds / 86'400, QLatin1String("d"), seconds % 86'400 / 3600, QLatin1String("h"));
}

QString sizeText(std::int64_t bytes)
{
    if (bytes < 1000) {
        return QStringLiteral("%1 B").arg(bytes);
    }
    double value = static_cast<double>(bytes) / 1000;
    for (const auto* unit : {"kB", "MB", "GB"}) {
        if (value < 999.5 || qstrcmp(unit, "GB") == 0) {
            return QString::number(value, 'f', value < 99.5 ? 1 : 0) % u' ' % QLatin1String(unit);
        }
        value /= 1000;
    }
    return {};
}

QString countText(std::int64_t count)
{
    QString digits = QString::number(count);
    const qsizetype first = count < 0 ? 1 : 0;
    for (qsizetype at = digits.size() - 3; at > first; at -= 3) {
        digits.insert(at, QChar(0x202f));
    }
    return digits;
}

} // namespace gatehouse::ui
