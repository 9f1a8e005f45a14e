// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/header_values.h"

#include "core/base/time_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace gatehouse::limits {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    const auto last = text.find_last_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : text.substr(first, last - first + 1);
}

std::optional<int> number(std::string_view text)
{
    text = trimmed(text);
    int value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size() ? std::optional(value)
                                                                               : std::nullopt;
}

std::optional<unsigned> month(std::string_view name)
{
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto at = name.size() == 3 ? kMonths.find(name) : std::string_view::npos;
    return at == std::string_view::npos || at % 3 != 0 ? std::nullopt
                                                       : std::optional(static_cast<unsigned>(at / 3 + 1));
}

/// Two-digit years of RFC 850 dates: more than 50 years ahead means the past (RFC 9110). The formats that
/// have them are older than any such future.
int fullYear(int year)
{
    if (year >= 100) {
        return year;
    }
    return year < 70 ? 2000 + year : 1900 + year;
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" ,-:"), text.size());
        if (end > 0) {
            out.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

struct DateParts
{
    std::string_view day;
    std::string_view month;
    std::string_view year;
    std::string_view hour;
    std::string_view minute;
    std::string_view second;
};

std::optional<double> secondsOf(const DateParts& parts)
{
    const auto day = number(parts.day);
    const auto named = month(parts.month);
    const auto year = number(parts.year);
    const auto hour = number(parts.hour);
    const auto minute = number(parts.minute);
    const auto second = number(parts.second);
    if (!day || !named || !year || !hour || !minute || !second || *hour > 23 || *minute > 59
        || *second > 60) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(fullYear(*year)), std::chrono::month(*named),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    const auto days = std::chrono::sys_days(date).time_since_epoch();
    return static_cast<double>(std::chrono::seconds(days).count() + std::int64_t{*hour} * 3600
                               + std::int64_t{*minute} * 60 + *second);
}

/// The number of "1234", "1,234", "2.5"; nothing when anything else stands around it.
std::optional<double> plainNumber(std::string_view text)
{
    std::string digits;
    for (const char c : trimmed(text)) {
        if (c != ',') {
            digits.push_back(c);
        }
    }
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole =
        !digits.empty() && result.ec == std::errc() && result.ptr == digits.data() + digits.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> momentOf(std::string_view text)
{
    if (const auto date = parseHttpDate(text)) {
        return date;
    }
    const auto moment = parseRfc3339(text);
    return moment ? std::optional(static_cast<double>(toMillis(*moment)) / 1000.0) : std::nullopt;
}

/// A structured field's string without its quotes and escapes; a token as it is.
std::string unquoted(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::string(text);
    }
    std::string out;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        i += text[i] == '\\' && i + 1 < text.size() ? 1U : 0U;
        out.push_back(text[i]);
    }
    return out;
}

/// Splits at a character outside quotes.
std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    bool quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && quoted) {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == separator && !quoted) {
            out.push_back(trimmed(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    out.push_back(trimmed(text.substr(std::min(start, text.size()))));
    return out;
}

} // namespace

std::optional<double> parseHttpDate(std::string_view text)
{
    const auto parts = words(trimmed(text));
    // Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT fall into the same words.
    if (parts.size() == 8 && parts[7] == "GMT") {
        return secondsOf({parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]});
    }
    // Sun Nov  6 08:49:37 1994
    if (parts.size() == 7 && month(parts[1])) {
        return secondsOf({parts[2], parts[1], parts[6], parts[3], parts[4], parts[5]});
    }
    return std::nullopt;
}

std::optional<double> decimalNumber(std::string_view text)
{
    return plainNumber(text);
}

std::optional<double> decimalNumber(const json::Value& value)
{
    if (value.isNumber()) {
        const double number = value.asDouble();
        return std::isfinite(number) ? std::optional(number) : std::nullopt;
    }
    return value.isString() ? plainNumber(value.asString()) : std::nullopt;
}

std::optional<std::int64_t> wholeNumber(const json::Value& value)
{
    const auto number = decimalNumber(value);
    return number && std::abs(*number) < 9e15 ? std::optional(static_cast<std::int64_t>(std::floor(*number)))
                                              : std::nullopt;
}

std::optional<double> delaySeconds(std::string_view text, double now)
{
    if (const auto seconds = plainNumber(text)) {
        return std::max(*seconds, 0.0);
    }
    const auto moment = momentOf(trimmed(text));
    return moment ? std::optional(std::max(*moment - now, 0.0)) : std::nullopt;
}

std::optional<double> delaySeconds(const json::Value& value, double now)
{
    if (value.isString()) {
        return delaySeconds(value.asString(), now);
    }
    const auto seconds = decimalNumber(value);
    return seconds ? std::optional(std::max(*seconds, 0.0)) : std::nullopt;
}

std::optional<double> PolicyItem::parameter(std::string_view key) const
{
    const auto found = std::ranges::find(parameters, key, &std::pair<std::string, double>::first);
    return found == parameters.end() ? std::nullopt : std::optional(found->second);
}

std::vector<PolicyItem> parsePolicyItems(std::string_view field)
{
    std::vector<PolicyItem> items;
    for (const auto member : split(field, ',')) {
        const auto parts = split(member, ';');
        PolicyItem item;
        item.name = unquoted(parts.front());
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto equals = parts[i].find('=');
            const auto value =
                equals == std::string_view::npos ? std::nullopt : plainNumber(parts[i].substr(equals + 1));
            if (value) {
                item.parameters.emplace_back(parts[i].substr(0, equals), *value);
            }
        }
        if (!item.name.empty()) {
            items.push_back(std::move(item));
        }
    }
    return items;
}

} // namespace gatehouse::limits
