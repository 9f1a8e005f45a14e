// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/date_pattern.h"
#include "core/jsonata/pictures/date_fields.h"
#include "core/jsonata/pictures/date_layout.h"

#include <fmt/format.h>

#include <cmath>

namespace gatehouse::jsonata::extra {
namespace {

using pictures::DateFields;

std::string digits(double value, int width)
{
    return fmt::format("{:0{}}", static_cast<long>(value), width);
}

std::string formatOffset(double minutes, const PatternItem& item)
{
    if (minutes == 0 && item.field == 'X') {
        return "Z";
    }
    const auto whole = static_cast<int>(std::fabs(minutes));
    // Z and X by width: +hhmm, and +hh:mm for XXX, ZZ (a common JavaScript library) and ZZZZZ (Unicode).
    const bool colon = item.field == 'Z' ? item.width == 2 || item.width == 5 : item.width == 3;
    const bool hoursOnly = item.field != 'Z' && item.width == 1 && whole % 60 == 0;
    std::string out = fmt::format("{}{:02}", minutes < 0 ? '-' : '+', whole / 60);
    return hoursOnly ? out : out + fmt::format("{}{:02}", colon ? ":" : "", whole % 60);
}

std::string formatName(std::string_view name, int width)
{
    return std::string(width >= 4 ? name : name.substr(0, 3));
}

std::string formatItem(const PatternItem& item, const DateFields& fields, double offset)
{
    switch (item.field) {
    case '\0':
        return item.literal;
    case 'y':
        return item.width == 2 ? digits(std::fmod(fields.year, 100), 2) : digits(fields.year, item.width);
    case 'M':
        return item.width >= 3
                   ? formatName(pictures::monthName(static_cast<std::size_t>(fields.month)), item.width)
                   : digits(fields.month, item.width);
    case 'd':
        return digits(fields.day, item.width);
    case 'D':
        return digits(fields.dayOfYear, item.width);
    case 'E':
        return formatName(pictures::weekdayName(static_cast<std::size_t>(fields.weekday)), item.width);
    case 'H':
        return digits(fields.hour, item.width);
    case 'h':
        return digits(std::fmod(fields.hour + 11, 12) + 1, item.width);
    case 'm':
        return digits(fields.minute, item.width);
    case 's':
        return digits(fields.second, item.width);
    case 'S':
        return fmt::format("{:0<{}}", digits(fields.millisecond, 3), item.width)
            .substr(0, static_cast<std::size_t>(item.width));
    case 'a':
        return fields.hour < 12 ? "AM" : "PM";
    case 'Q':
        return digits(std::ceil(fields.month / 3), item.width);
    case 'w':
        return digits(fields.isoWeek, item.width);
    default:
        return formatOffset(offset, item);
    }
}

} // namespace

std::string DatePattern::format(double utcMillis, const TimeZone& zone) const
{
    const double offset = zone.offsetAt(utcMillis);
    const DateFields fields = pictures::fieldsOf(utcMillis + offset * 60'000);
    std::string out;
    for (const PatternItem& item : m_items) {
        out += formatItem(item, fields, offset);
    }
    return out;
}

} // namespace gatehouse::jsonata::extra
