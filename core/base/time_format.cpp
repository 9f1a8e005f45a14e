// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace gatehouse {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::year_month_day;

struct Cursor
{
    std::string_view rest;

    bool take(char c)
    {
        if (rest.empty() || rest.front() != c) {
            return false;
        }
        rest.remove_prefix(1);
        return true;
    }

    bool digits(std::size_t count, int& out)
    {
        if (rest.size() < count) {
            return false;
        }
        const char* end = rest.data() + count;
        const auto [stop, error] = std::from_chars(rest.data(), end, out);
        if (error != std::errc{} || stop != end || rest.front() == '-') {
            return false;
        }
        rest.remove_prefix(count);
        return true;
    }
};

bool readFraction(Cursor& in, int& millis)
{
    millis = 0;
    if (!in.take('.')) {
        return true;
    }
    int scale = 100;
    std::size_t count = 0;
    while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9') {
        millis += (in.rest.front() - '0') * scale;
        scale /= 10;
        in.rest.remove_prefix(1);
        ++count;
    }
    return count >= 1 && count <= 9;
}

bool readOffset(Cursor& in, int& minutes)
{
    minutes = 0;
    if (in.take('Z') || in.take('z')) {
        return true;
    }
    const bool negative = in.take('-');
    int h = 0;
    int m = 0;
    if ((!negative && !in.take('+')) || !in.digits(2, h) || !in.take(':') || !in.digits(2, m) || h > 23
        || m > 59) {
        return false;
    }
    minutes = (negative ? -1 : 1) * (h * 60 + m);
    return true;
}

} // namespace

std::string formatRfc3339(UnixMillis t)
{
    const auto day = std::chrono::floor<days>(t);
    const year_month_day date{day};
    const std::chrono::hh_mm_ss time{t - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), time.hours().count(), time.minutes().count(),
                       time.seconds().count(), time.subseconds().count());
}

Result<UnixMillis> parseRfc3339(std::string_view text)
{
    Cursor in{text};
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millis = 0;
    int offset = 0;
    const bool ok = in.digits(4, year) && in.take('-') && in.digits(2, month) && in.take('-')
                    && in.digits(2, day) && (in.take('T') || in.take('t') || in.take(' '))
                    && in.digits(2, hour) && in.take(':') && in.digits(2, minute) && in.take(':')
                    && in.digits(2, second) && readFraction(in, millis) && readOffset(in, offset)
                    && in.rest.empty();
    const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    // A leap second (60) is accepted and counts as the next second, as POSIX time does.
    if (!ok || !date.ok() || hour > 23 || minute > 59 || second > 60) {
        return fail(Errc::ParseError,
                    fmt::format("\"{}\" is not an RFC 3339 time such as 2026-11-22T10:00:00Z", text));
    }
    return UnixMillis{std::chrono::sys_days{date}} + std::chrono::hours{hour}
           + std::chrono::minutes{minute - offset} + std::chrono::seconds{second} + milliseconds{millis};
}

std::string formatHttpDate(UnixMillis t)
{
    static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<days>(t);
    const year_month_day date{day};
    const std::chrono::hh_mm_ss time{t - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       kDays.at(std::chrono::weekday{day}.c_encoding()), unsigned(date.day()),
                       kMonths.at(unsigned(date.month()) - 1), int(date.year()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

} // namespace gatehouse
