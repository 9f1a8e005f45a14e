// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/date_pattern.h"
#include "core/jsonata/pictures/date_fields.h"
#include "core/jsonata/pictures/date_layout.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gatehouse::jsonata::extra {
namespace {

constexpr std::string_view kNumeric = "yMdDHhmsS";

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool startsWith(std::string_view text, std::string_view prefix) noexcept
{
    return text.size() >= prefix.size()
           && std::equal(prefix.begin(), prefix.end(), text.begin(),
                         [](char a, char b) { return lower(a) == lower(b); });
}

struct Parsed
{
    double year = 1970;
    double month = 1;
    double day = 1;
    double dayOfYear = 0;
    double hour = 0;
    double minute = 0;
    double second = 0;
    double millisecond = 0;
    bool twelveHours = false;
    bool afternoon = false;
    std::optional<double> offset;
    std::optional<TimeZone> zone;
};

class PatternParser
{
public:
    explicit PatternParser(std::string_view text)
        : m_text(text)
    {}

    bool take(const PatternItem& item, bool digitsFollow)
    {
        if (item.field == '\0') {
            return takeLiteral(item.literal);
        }
        const bool named = item.width >= 3 && item.field == 'M';
        if (named || item.field == 'E') {
            return takeName(item.field);
        }
        if (item.field == 'a') {
            m_parsed.afternoon = startsWith(m_text, "p");
            return takeLiteral(m_parsed.afternoon ? "pm" : "am");
        }
        if (kNumeric.find(item.field) != std::string_view::npos) {
            return takeNumber(item, digitsFollow);
        }
        return takeZone(item);
    }

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }

    [[nodiscard]] const Parsed& parsed() const { return m_parsed; }

private:
    bool takeLiteral(std::string_view literal)
    {
        if (!startsWith(m_text, literal)) {
            return false;
        }
        m_text.remove_prefix(literal.size());
        return true;
    }

    bool takeName(char field)
    {
        const bool month = field == 'M';
        for (std::size_t i = 1; i <= (month ? 12U : 7U); ++i) {
            const std::string_view name = month ? pictures::monthName(i) : pictures::weekdayName(i);
            if (startsWith(m_text, name) || startsWith(m_text, name.substr(0, 3))) {
                m_text.remove_prefix(startsWith(m_text, name) ? name.size() : 3);
                m_parsed.month = month ? static_cast<double>(i) : m_parsed.month;
                return true;
            }
        }
        return false;
    }

    bool takeNumber(const PatternItem& item, bool digitsFollow)
    {
        const std::size_t available = std::min(m_text.find_first_not_of("0123456789"), m_text.size());
        const auto width = static_cast<std::size_t>(item.width);
        const std::size_t most = item.field == 'y'   ? (width == 2 ? 2 : 6)
                                 : item.field == 'S' ? 9
                                 : item.field == 'D' ? 3
                                                     : 2;
        const std::size_t count = digitsFollow ? width : std::min(available, most);
        if (count == 0 || count > available) {
            return false;
        }
        double value = 0;
        std::from_chars(m_text.data(), m_text.data() + count, value);
        if (item.field == 'S') {
            value = std::floor(value * std::pow(10.0, 3 - static_cast<double>(count)));
        }
        if (item.field == 'y' && width == 2) {
            value += value < 70 ? 2000 : 1900; // POSIX %y
        }
        m_text.remove_prefix(count);
        return store(item.field, value);
    }

    bool store(char field, double value)
    {
        const auto put = [value](double& target, double least, double most) {
            target = value;
            return value >= least && value <= most;
        };
        switch (field) {
        case 'y':
            return put(m_parsed.year, 0, 275'760);
        case 'M':
            return put(m_parsed.month, 1, 12);
        case 'd':
            return put(m_parsed.day, 1, 31);
        case 'D':
            return put(m_parsed.dayOfYear, 1, 366);
        case 'H':
            return put(m_parsed.hour, 0, 24);
        case 'h':
            m_parsed.twelveHours = true;
            return put(m_parsed.hour, 1, 12);
        case 'm':
            return put(m_parsed.minute, 0, 59);
        case 's':
            return put(m_parsed.second, 0, 60);
        default:
            return put(m_parsed.millisecond, 0, 999);
        }
    }

    bool takeZone(const PatternItem& item)
    {
        const std::string_view name = m_text.substr(0, m_text.find_first_of(" )],"));
        if (item.field == 'z') {
            m_parsed.zone = TimeZone::find(name);
            m_text.remove_prefix(name.size());
            return m_parsed.zone.has_value();
        }
        for (const std::size_t length : {6U, 5U, 3U, 1U}) {
            if (const auto offset = parseOffset(m_text.substr(0, length));
                offset && m_text.size() >= length) {
                m_parsed.offset = offset;
                m_text.remove_prefix(length);
                return true;
            }
        }
        return false;
    }

    std::string_view m_text;
    Parsed m_parsed;
};

std::optional<double> assemble(const Parsed& parsed, const TimeZone& zone)
{
    const double hour =
        parsed.twelveHours ? std::fmod(parsed.hour, 12) + (parsed.afternoon ? 12 : 0) : parsed.hour;
    // Years below 100 mean themselves here; Date.UTC would add 1900.
    constexpr double kCycle = 400;
    constexpr double kCycleMillis = 146'097 * 86'400'000.0;
    const bool byDayOfYear = parsed.dayOfYear > 0;
    const double date = pictures::utcMillis({.year = parsed.year + kCycle,
                                             .month = byDayOfYear ? 0 : parsed.month - 1,
                                             .day = byDayOfYear ? parsed.dayOfYear : parsed.day});
    if (std::isnan(date) || (!byDayOfYear && pictures::fieldsOf(date).day != parsed.day)) {
        return std::nullopt; // 30 February
    }
    const double local =
        date - kCycleMillis + ((hour * 60 + parsed.minute) * 60 + parsed.second) * 1000 + parsed.millisecond;
    if (parsed.offset) {
        return local - *parsed.offset * 60'000;
    }
    return parsed.zone ? parsed.zone->toUtc(local) : zone.toUtc(local);
}

} // namespace

std::optional<double> DatePattern::parse(std::string_view text, const TimeZone& zone) const
{
    PatternParser parser(text);
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const bool digitsFollow = i + 1 < m_items.size() && m_items[i + 1].field != '\0'
                                  && kNumeric.find(m_items[i + 1].field) != std::string_view::npos;
        if (!parser.take(m_items[i], digitsFollow)) {
            return std::nullopt;
        }
    }
    return parser.atEnd() ? assemble(parser.parsed(), zone) : std::nullopt;
}

} // namespace gatehouse::jsonata::extra
