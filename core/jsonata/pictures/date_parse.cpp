// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/date_fields.h"
#include "core/jsonata/pictures/date_layout.h"
#include "core/jsonata/pictures/date_match.h"
#include "core/jsonata/pictures/date_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::string_view kLetters = "YMDdFWwXxHhmsfPZ";

/// The values that were read, by component; nothing where the text gave none.
class Components
{
public:
    std::optional<double>& operator[](char component) noexcept
    {
        return m_values[kLetters.find(component == 'z' ? 'Z' : component)];
    }

    /// Zero and NaN count as not given where the reference decides which kind of date it has.
    [[nodiscard]] bool given(char component) noexcept
    {
        const auto value = (*this)[component];
        return value && *value != 0 && !std::isnan(*value);
    }

    /// Whether some of these are given, and of `all` nothing else.
    [[nodiscard]] bool consistsOf(std::string_view wanted, std::string_view all) noexcept
    {
        const auto isGiven = [this](char c) { return given(c); };
        const auto isOther = [&](char c) { return wanted.find(c) == std::string_view::npos && given(c); };
        return std::any_of(wanted.begin(), wanted.end(), isGiven)
               && std::none_of(all.begin(), all.end(), isOther);
    }

private:
    std::array<std::optional<double>, kLetters.size()> m_values{};
};

PictureError missingSpecifiers()
{
    return {
        "D3136", "The date/time picture string is missing specifiers required to parse the timestamp", {}};
}

/// Up to three digits after a decimal point as milliseconds.
double readFraction(std::string_view digits)
{
    constexpr std::array kTenths{1.0, 10.0, 100.0, 1000.0};
    double value = 0;
    for (const char digit : digits) {
        value = value * 10 + (digit - '0');
    }
    // As the reference has it: some thousandths are a little less than they should be.
    return value / kTenths.at(digits.size()) * 1000;
}

double toNumber(std::string_view digits) noexcept
{
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// Minutes east of UTC: hours before the separator or in the first two digits.
double readZone(std::string_view text, const DatePart& part)
{
    text.remove_prefix(part.component == 'z' ? 3 : 0);
    const double sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::size_t hourDigits =
        part.integer.separators.empty() ? std::min<std::size_t>(digits, 2) : digits;
    const std::string_view rest = text.substr(hourDigits);
    const std::size_t minutes = rest.find_first_of("0123456789");
    return sign
           * (toNumber(text.substr(0, hourDigits)) * 60
              + (minutes == std::string_view::npos ? 0 : toNumber(rest.substr(minutes))));
}

std::optional<double> readName(std::string_view text, const DatePart& part)
{
    if (part.component == 'P') {
        return text == "am" || text == "AM"   ? std::optional(0.0)
               : text == "pm" || text == "PM" ? std::optional(1.0)
                                              : std::nullopt;
    }
    const bool weekday = part.component == 'F';
    for (std::size_t i = 1; i <= (weekday ? 7U : 12U); ++i) {
        const std::string_view name = weekday ? weekdayName(i) : monthName(i);
        if (name.substr(0, part.maxWidth.value_or(name.size())) == text) {
            return static_cast<double>(i);
        }
    }
    return std::nullopt;
}

PictureResult<std::optional<double>> readPiece(std::string_view text, const DatePart& part)
{
    if (part.component == 'Z' || part.component == 'z') {
        return readZone(text, part);
    }
    if (part.name) {
        return readName(text, part);
    }
    if (part.component == 'f') {
        return readFraction(text.substr(0, 3));
    }
    const auto value = parseInteger(text, part.integer);
    return value ? PictureResult<std::optional<double>>(*value) : tl::unexpected(value.error());
}

/// The error of a picture that no text can be read with.
std::optional<PictureError> whyUnreadable(const DateLayout& layout)
{
    for (const DatePart& part : layout) {
        if (part.component == 'C' || part.component == 'E') {
            return PictureError{
                "D3133",
                fmt::format("The 'name' modifier can only be applied to months and days in the "
                            "date/time picture string, not \"{}\"",
                            part.component),
                std::string(1, part.component)};
        }
        if (part.isInteger && part.integer.style == IntegerStyle::Unsupported && part.component != 'Z'
            && part.component != 'z' && part.component != 'f') {
            return parseInteger("", part.integer).error();
        }
    }
    return std::nullopt;
}

double fieldOfNow(const DateFields& now, char component) noexcept
{
    switch (component) {
    case 'Y':
        return now.year;
    case 'M':
        return now.month;
    case 'D':
        return now.day;
    case 'H':
        return now.hour;
    case 'h': {
        const double hour = std::fmod(now.hour, 12);
        return hour == 0 ? 12 : hour;
    }
    case 'm':
        return now.minute;
    case 's':
        return now.second;
    case 'f':
        return now.millisecond;
    default:
        return 0; // P: the reference takes the morning
    }
}

/// Fields larger than what was read come from now, smaller ones get their least value; a gap is an error.
bool fillGaps(Components& components, std::string_view order, const DateFields& now)
{
    bool started = false;
    bool ended = false;
    for (const char c : order) {
        auto& value = components[c];
        if (value) {
            if (ended) {
                return false;
            }
            started = true;
        } else if (started) {
            value = c == 'M' || c == 'D' ? 1 : 0;
            ended = true;
        } else {
            value = fieldOfNow(now, c);
        }
    }
    return true;
}

PictureResult<std::optional<double>> assemble(Components components, std::int64_t nowMillis)
{
    constexpr std::string_view kDateLetters = "YXMxWwdD";
    constexpr std::string_view kTimeLetters = "PHhmsf";
    const bool monthDay = components.consistsOf("YMD", kDateLetters);
    const bool dayOfYear = !monthDay && components.consistsOf("Yd", kDateLetters);
    const bool weeks =
        !monthDay && !dayOfYear
        && (components.consistsOf("Xxw", kDateLetters) || components.consistsOf("XW", kDateLetters));
    const bool halves =
        !components.consistsOf("Hmsf", kTimeLetters) && components.consistsOf("Phmsf", kTimeLetters);
    const std::string order = std::string(weeks       ? "X"
                                          : dayOfYear ? "YD"
                                                      : "YMD")
                              + (halves ? "Phmsf" : "Hmsf");
    const DateFields now = fieldsOf(static_cast<double>(nowMillis));
    if (weeks || !fillGaps(components, order, now)) {
        return tl::unexpected(missingSpecifiers());
    }
    if (dayOfYear) {
        const DateFields date =
            fieldsOf(utcMillis({.year = *components['Y']}) + (*components['d'] - 1) * 86'400'000);
        components['M'] = date.month;
        components['D'] = date.day;
    }
    if (halves) {
        const double hour = *components['h'] == 12 ? 0 : *components['h'];
        components['H'] = components['P'] == 1.0 ? hour + 12 : hour;
    }
    const double month = *components['M'] > 0 ? *components['M'] - 1 : 0;
    const double millis = utcMillis({*components['Y'], month, *components['D'], *components['H'],
                                     *components['m'], *components['s'], *components['f']});
    return std::optional(millis - components['Z'].value_or(0) * 60'000);
}

} // namespace

PictureResult<std::optional<double>>
parseDateTime(std::string_view text, std::optional<std::string_view> picture, std::int64_t nowMillis)
{
    if (!picture) {
        const auto millis = parseIso(text);
        if (!millis) {
            return tl::unexpected(PictureError{
                "D3110",
                fmt::format(
                    "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given "
                    "\"{}\"",
                    text),
                std::string(text)});
        }
        return millis;
    }
    const auto layout = layOutDatePicture(*picture);
    if (!layout) {
        return tl::unexpected(layout.error());
    }
    if (auto error = whyUnreadable(**layout)) {
        return tl::unexpected(*std::move(error));
    }
    const auto pieces = matchDate(text, **layout);
    if (!pieces) {
        return tl::unexpected(pieces.error());
    }
    Components components;
    bool any = false;
    for (std::size_t i = 0; *pieces && i < (*layout)->size(); ++i) {
        const DatePart& part = (**layout)[i];
        if (part.component == '\0') {
            continue;
        }
        const auto value = readPiece((**pieces)[i], part);
        if (!value) {
            return tl::unexpected(value.error());
        }
        components[part.component] = *value;
        any = true;
    }
    return any ? assemble(components, nowMillis) : PictureResult<std::optional<double>>(std::nullopt);
}

} // namespace gatehouse::jsonata::pictures
