// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/date_picture.h"

#include "core/jsonata/pictures/date_fields.h"
#include "core/jsonata/pictures/date_layout.h"
#include "core/jsonata/text/case_mapping.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::string_view kIsoPicture = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

/// Hours and minutes of a zone such as "-0330"; both carry the sign.
struct ZoneOffset
{
    double hours = 0;
    double minutes = 0;

    [[nodiscard]] double inMinutes() const noexcept { return hours * 60 + minutes; }
};

/// The leading integer of the text, as the reference reads it; NaN when there is none.
ZoneOffset readZone(std::string_view zone) noexcept
{
    const bool negative = zone.substr(0, 1) == "-";
    if (negative || zone.substr(0, 1) == "+") {
        zone.remove_prefix(1);
    }
    int value = 0;
    if (std::from_chars(zone.data(), zone.data() + zone.size(), value).ec != std::errc() || value < 0) {
        constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
        return {kNaN, kNaN};
    }
    const double sign = negative ? -1 : 1;
    return {sign * (value / 100), sign * (value % 100)};
}

double valueOf(const DateFields& fields, char component) noexcept
{
    switch (component) {
    case 'Y':
        return fields.year;
    case 'M':
        return fields.month;
    case 'D':
        return fields.day;
    case 'd':
        return fields.dayOfYear;
    case 'F':
        return fields.weekday;
    case 'W':
        return fields.isoWeek;
    case 'w':
        return fields.weekOfMonth;
    case 'X':
        return fields.isoYear;
    case 'x':
        return fields.weekMonth;
    case 'H':
        return fields.hour;
    case 'h': {
        const double hour = std::fmod(fields.hour, 12);
        return hour == 0 ? 12 : hour;
    }
    case 'm':
        return fields.minute;
    case 's':
        return fields.second;
    default:
        return fields.millisecond;
    }
}

std::string inCase(std::string_view name, LetterCase letterCase)
{
    return letterCase == LetterCase::Lower   ? text::toLower(name)
           : letterCase == LetterCase::Upper ? text::toUpper(name)
                                             : std::string(name);
}

std::string formatName(const DatePart& part, const DateFields& fields)
{
    const double value = valueOf(fields, part.component);
    const auto index = std::isfinite(value) ? static_cast<std::size_t>(value) : 0;
    const std::string_view name = part.component == 'F' ? weekdayName(index) : monthName(index);
    return inCase(name.substr(0, part.maxWidth.value_or(name.size())), *part.name);
}

std::string formatHalf(const DatePart& part, const DateFields& fields)
{
    const std::string_view half = fields.hour >= 12 ? "pm" : "am";
    return inCase(half, part.name == LetterCase::Upper ? LetterCase::Upper : LetterCase::Lower);
}

PictureResult<std::string> formatNumberPart(const DatePart& part, const DateFields& fields)
{
    double value = valueOf(fields, part.component);
    if (part.component == 'Y') {
        const std::size_t shown = part.integer.mandatoryDigits + part.integer.optionalDigits;
        const std::size_t digits = part.maxWidth.value_or(shown >= 2 ? shown : 0);
        if (digits > 0 && part.integer.style == IntegerStyle::Decimal) {
            value = std::fmod(value, std::pow(10.0, static_cast<double>(digits)));
        }
    }
    return formatInteger(value, part.integer);
}

PictureResult<std::string> formatZone(const DatePart& part, const ZoneOffset& offset)
{
    if (part.zuluForZero && offset.inMinutes() == 0) {
        return std::string("Z");
    }
    const double hours = std::fabs(offset.hours);
    const double minutes = std::fabs(offset.minutes);
    PictureResult<std::string> digits;
    if (!part.integer.separators.empty() && part.integer.regularGroup > 0) {
        digits = formatInteger(hours * 100 + minutes, part.integer);
    } else if (part.integer.mandatoryDigits >= 1 && part.integer.mandatoryDigits <= 2) {
        digits = formatInteger(hours, part.integer);
        if (digits && minutes != 0) {
            IntegerFormat twoDigits;
            twoDigits.mandatoryDigits = 2;
            *digits += ":" + formatInteger(minutes, twoDigits).value_or("");
        }
    } else if (part.integer.mandatoryDigits == 3 || part.integer.mandatoryDigits == 4) {
        digits = formatInteger(hours * 100 + minutes, part.integer);
    } else {
        return tl::unexpected(PictureError{
            "D3134", "The timezone integer format specifier cannot have more than four digits", {}});
    }
    if (digits) {
        const std::string_view sign = offset.inMinutes() < 0 ? "-" : offset.inMinutes() >= 0 ? "+" : "";
        digits = (part.component == 'z' ? "GMT" : "") + std::string(sign) + *digits;
    }
    return digits;
}

PictureResult<std::string> formatPart(const DatePart& part, const DateFields& fields,
                                      const ZoneOffset& offset)
{
    switch (part.component) {
    case '\0':
        return part.literal;
    case 'Z':
    case 'z':
        return formatZone(part, offset);
    case 'P':
        return formatHalf(part, fields);
    case 'C':
    case 'E':
        return std::string("ISO");
    default:
        return part.name ? formatName(part, fields) : formatNumberPart(part, fields);
    }
}

} // namespace

PictureResult<std::string> formatDateTime(double millis, std::optional<std::string_view> picture,
                                          std::optional<std::string_view> timezone)
{
    const auto layout = layOutDatePicture(picture.value_or(kIsoPicture));
    if (!layout) {
        return tl::unexpected(layout.error());
    }
    const ZoneOffset offset = timezone ? readZone(*timezone) : ZoneOffset();
    const DateFields fields = fieldsOf(std::trunc(millis) + offset.inMinutes() * 60'000);
    std::string out;
    for (const DatePart& part : **layout) {
        const auto text = formatPart(part, fields, offset);
        if (!text) {
            return tl::unexpected(text.error());
        }
        out += *text;
    }
    return out;
}

} // namespace gatehouse::jsonata::pictures
