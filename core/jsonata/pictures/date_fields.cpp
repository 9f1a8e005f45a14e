// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/date_fields.h"

#include <chrono>
#include <cmath>
#include <limits>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMaxMillis = 8.64e15;
constexpr double kMillisPerDay = 86'400'000;

/// Days since 1970-01-01 of a day that may lie outside its month (proleptic Gregorian calendar; the count of
/// whole 400-year cycles keeps everything exact).
double daysFromCivil(double year, double monthFromZero) noexcept
{
    const double wholeYear = year + std::floor(monthFromZero / 12);
    const double cycles = std::floor(wholeYear / 400);
    const auto inCycle = static_cast<int>(wholeYear - cycles * 400);
    const auto month = static_cast<unsigned>(monthFromZero - std::floor(monthFromZero / 12) * 12) + 1;
    constexpr double kDaysPerCycle = 146'097;
    const std::chrono::sys_days day{std::chrono::year(inCycle + 2000) / std::chrono::month(month) / 1};
    return (cycles - 5) * kDaysPerCycle + static_cast<double>(day.time_since_epoch().count());
}

DateFields invalidDate() noexcept
{
    return {kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN};
}

double dayOfYear(const std::chrono::year_month_day& ymd) noexcept
{
    const std::chrono::sys_days first{ymd.year() / 1 / 1};
    return static_cast<double>((std::chrono::sys_days(ymd) - first).count() + 1);
}

/// A cursor over the fixed forms of ISO 8601.
class IsoReader
{
public:
    explicit IsoReader(std::string_view text) noexcept
        : m_text(text)
    {}

    [[nodiscard]] bool atEnd() const noexcept { return m_text.empty(); }

    [[nodiscard]] char peek() const noexcept { return m_text.empty() ? '\0' : m_text.front(); }

    bool take(char c) noexcept
    {
        if (peek() != c || m_text.empty()) {
            return false;
        }
        m_text.remove_prefix(1);
        return true;
    }

    /// A separator (0: none) and two digits of which the first is at most `firstMost`; no move otherwise.
    std::optional<double> takePair(char separator, char firstMost) noexcept
    {
        const std::size_t at = separator == '\0' ? 0 : 1;
        if (m_text.size() < at + 2 || (at == 1 && m_text.front() != separator) || !isDigit(at)
            || !isDigit(at + 1) || m_text[at] > firstMost) {
            return std::nullopt;
        }
        const double value = (m_text[at] - '0') * 10 + (m_text[at + 1] - '0');
        m_text.remove_prefix(at + 2);
        return value;
    }

    /// All digits that follow, as a fraction of a second in milliseconds; nothing without a digit.
    std::optional<double> takeFraction() noexcept
    {
        if (!isDigit(0)) {
            return std::nullopt;
        }
        double value = 0;
        double weight = 100;
        for (; isDigit(0); m_text.remove_prefix(1), weight = std::floor(weight / 10)) {
            value += (m_text.front() - '0') * weight;
        }
        return value;
    }

private:
    [[nodiscard]] bool isDigit(std::size_t at) const noexcept
    {
        return at < m_text.size() && m_text[at] >= '0' && m_text[at] <= '9';
    }

    std::string_view m_text;
};

struct IsoFields
{
    double year = 0;
    double month = 1;
    double day = 1;
    double hour = 0;
    double minute = 0;
    double second = 0;
    double millisecond = 0;
    double offsetMinutes = 0;
    bool hasTime = false;
    bool possible = true;
};

bool readTime(IsoReader& reader, IsoFields& fields) noexcept
{
    if (reader.take('T')) {
        const auto hour = reader.takePair('\0', '2');
        const auto minute = hour ? reader.takePair(':', '5') : std::nullopt;
        const auto second = minute ? reader.takePair(':', '5') : std::nullopt;
        if (!second) {
            return false;
        }
        fields.hour = *hour;
        fields.minute = *minute;
        fields.second = *second;
        fields.hasTime = true;
    }
    if (reader.take('.')) {
        const auto fraction = reader.takeFraction();
        if (!fraction) {
            return false;
        }
        fields.millisecond = *fraction;
        fields.possible = fields.possible && fields.hasTime;
    }
    return true;
}

bool readOffset(IsoReader& reader, IsoFields& fields) noexcept
{
    const char sign = reader.peek();
    if (sign == '+' || sign == '-') {
        const auto hours = reader.takePair(sign, '2');
        reader.take(':');
        const auto minutes = hours ? reader.takePair('\0', '5') : std::nullopt;
        if (!minutes) {
            return false;
        }
        fields.offsetMinutes = (sign == '-' ? -1 : 1) * (*hours * 60 + *minutes);
        fields.possible = fields.possible && fields.hasTime && *hours < 24;
    } else {
        reader.take('Z');
    }
    return reader.atEnd();
}

} // namespace

DateFields fieldsOf(double millis) noexcept
{
    if (!(std::fabs(millis) <= kMaxMillis)) {
        return invalidDate();
    }
    const double whole = std::trunc(millis);
    const double days = std::floor(whole / kMillisPerDay);
    const double time = whole - days * kMillisPerDay;
    const std::chrono::sys_days day{std::chrono::days(static_cast<int>(days))};
    // std::chrono's years end at ±32767, a date's at ±275760; whole 400-year cycles make the difference.
    constexpr int kDaysPerCycle = 146'097;
    const auto cycles = static_cast<int>(std::floor(days / kDaysPerCycle));
    const auto civil = [&](std::chrono::sys_days at) {
        return std::chrono::year_month_day(at - std::chrono::days(cycles * kDaysPerCycle));
    };
    const auto yearOf = [&](const std::chrono::year_month_day& ymd) {
        return static_cast<double>(static_cast<int>(ymd.year()) + cycles * 400);
    };
    const auto ymd = civil(day);
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    const auto thursday = civil(day + std::chrono::days(4 - static_cast<int>(weekday)));
    DateFields fields;
    fields.year = yearOf(ymd);
    fields.month = static_cast<unsigned>(ymd.month());
    fields.day = static_cast<unsigned>(ymd.day());
    fields.hour = std::floor(time / 3'600'000);
    fields.minute = std::floor(std::fmod(time, 3'600'000) / 60'000);
    fields.second = std::floor(std::fmod(time, 60'000) / 1000);
    fields.millisecond = std::fmod(time, 1000);
    fields.weekday = weekday;
    fields.dayOfYear = dayOfYear(ymd);
    fields.isoYear = yearOf(thursday);
    fields.isoWeek = std::ceil(dayOfYear(thursday) / 7);
    fields.weekMonth = static_cast<unsigned>(thursday.month());
    fields.weekOfMonth = std::ceil(static_cast<unsigned>(thursday.day()) / 7.0);
    return fields;
}

double utcMillis(UtcTime time) noexcept
{
    for (double* field :
         {&time.year, &time.month, &time.day, &time.hour, &time.minute, &time.second, &time.millisecond}) {
        if (!(std::fabs(*field) <= kMaxMillis)) {
            return kNaN;
        }
        *field = std::trunc(*field);
    }
    if (time.year >= 0 && time.year <= 99) {
        time.year += 1900;
    }
    if (std::fabs(time.year) > 400'000 || std::fabs(time.month) > 4'800'000) {
        return kNaN;
    }
    const double days = daysFromCivil(time.year, time.month) + time.day - 1;
    const double ofDay = time.hour * 3'600'000 + time.minute * 60'000 + time.second * 1000 + time.millisecond;
    const double millis = days * kMillisPerDay + ofDay;
    return std::fabs(millis) <= kMaxMillis ? millis : kNaN;
}

std::optional<double> parseIso(std::string_view text) noexcept
{
    IsoReader reader(text);
    IsoFields fields;
    const auto century = reader.takePair('\0', '9');
    const auto yearInCentury = century ? reader.takePair('\0', '9') : std::nullopt;
    if (!yearInCentury) {
        return std::nullopt;
    }
    fields.year = *century * 100 + *yearInCentury;
    const auto month = reader.takePair('-', '1');
    const auto day = reader.takePair('-', '3');
    fields.month = month.value_or(1);
    fields.day = day.value_or(1);
    fields.possible = month || !day;
    if (!readTime(reader, fields) || !readOffset(reader, fields)) {
        return std::nullopt;
    }
    const bool midnight =
        fields.hour == 24 && fields.minute == 0 && fields.second == 0 && fields.millisecond == 0;
    if (!fields.possible || fields.month < 1 || fields.month > 12 || fields.day < 1 || fields.day > 31
        || (fields.hour > 23 && !midnight)) {
        return kNaN;
    }
    // Date.UTC would take 0–99 for the twentieth century; ISO years mean what they say.
    const double years400 = fields.year < 100 ? 400 : 0;
    constexpr double kMillisPer400Years = 146'097 * kMillisPerDay;
    return utcMillis({fields.year + years400, fields.month - 1, fields.day, fields.hour,
                      fields.minute - fields.offsetMinutes, fields.second, fields.millisecond})
           - (years400 > 0 ? kMillisPer400Years : 0);
}

} // namespace gatehouse::jsonata::pictures
