// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/arguments.h"
#include "core/jsonata/extra/date_pattern.h"
#include "core/jsonata/extra/extra_functions.h"
#include "core/jsonata/pictures/date_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace gatehouse::jsonata {
namespace {

using namespace extra;

constexpr double kSpreadsheetEpoch = -2'209'161'600'000.0; // 1899-12-30
constexpr double kDay = 86'400'000;

struct NamedPattern
{
    std::string_view name;
    std::string_view pattern;
};

constexpr std::array kNamed{NamedPattern{"iso", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"},
                            NamedPattern{"date", "yyyy-MM-dd"}, NamedPattern{"time", "HH:mm:ss"},
                            NamedPattern{"rfc2822", "EEE, dd MMM yyyy HH:mm:ss Z"}};

/// Forms that are tried in turn when no format is given, after ISO 8601 itself.
constexpr std::array<std::string_view, 9> kKnown{
    "yyyy-MM-dd HH:mm:ss.SSSXXX", "yyyy-MM-dd HH:mm:ss.SSS",
    "yyyy-MM-dd HH:mm:ssXXX",     "yyyy-MM-dd HH:mm:ss XXX",
    "yyyy-MM-dd HH:mm:ss",        "yyyy-MM-dd'T'HH:mmXXX",
    "yyyy-MM-dd'T'HH:mm",         "EEE, d MMM yyyy HH:mm:ss 'GMT'",
    "EEE, d MMM yyyy HH:mm:ss Z"};

std::optional<double> toNumber(std::string_view text)
{
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(value)
                                                                           : std::nullopt;
}

/// "/Date(1530144000000+0200)/": the number is UTC already.
std::optional<double> parseSlashDate(std::string_view text)
{
    constexpr std::string_view kStart = "/Date(";
    if (text.substr(0, kStart.size()) != kStart) {
        return std::nullopt;
    }
    text.remove_prefix(kStart.size());
    return toNumber(text.substr(0, text.find_first_of("+-)", 1)));
}

/// Formats that are numbers.
std::optional<std::optional<double>> parseNumeric(std::string_view text, std::string_view format)
{
    const auto scaled = [&](double factor, double origin) -> std::optional<double> {
        const auto number = toNumber(text);
        return number ? std::optional(std::floor(*number * factor + origin)) : std::nullopt;
    };
    if (format == "unix") {
        return scaled(1000, 0);
    }
    if (format == "unix_ms") {
        return scaled(1, 0);
    }
    if (format == "spreadsheet") {
        return scaled(kDay, kSpreadsheetEpoch);
    }
    if (format == "slash_date") {
        return parseSlashDate(text);
    }
    return std::nullopt;
}

std::string_view patternOf(std::string_view format)
{
    const auto* named =
        std::find_if(kNamed.begin(), kNamed.end(), [&](const NamedPattern& n) { return n.name == format; });
    return named == kNamed.end() ? format : named->pattern;
}

bool hasZone(std::string_view iso)
{
    const std::size_t time = iso.find('T');
    return time != std::string_view::npos && iso.find_first_of("Z+-", time) != std::string_view::npos;
}

std::optional<double> parseUnknown(std::string_view text, const TimeZone& zone)
{
    const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
    std::string unused;
    if (digits && text.size() == 8) {
        return DatePattern::read("yyyyMMdd", unused)->parse(text, zone);
    }
    if (digits && (text.size() == 10 || text.size() == 13)) {
        return toNumber(text).value_or(0) * (text.size() == 10 ? 1000 : 1);
    }
    if (const auto slash = parseSlashDate(text)) {
        return slash;
    }
    if (const auto iso = pictures::parseIso(text)) {
        return std::isnan(*iso) ? std::nullopt : std::optional(hasZone(text) ? *iso : zone.toUtc(*iso));
    }
    for (const std::string_view known : kKnown) {
        if (const auto millis = DatePattern::read(known, unused)->parse(text, zone)) {
            return millis;
        }
    }
    return std::nullopt;
}

Outcome<std::optional<double>> parseAs(std::string_view text, std::string_view format, const TimeZone& zone)
{
    if (format.empty()) {
        return parseUnknown(text, zone);
    }
    if (const auto numeric = parseNumeric(text, format)) {
        return *numeric;
    }
    std::string reason;
    const auto pattern = DatePattern::read(patternOf(format), reason);
    if (!pattern) {
        return failure("G1001", reason);
    }
    return pattern->parse(text, zone);
}

Outcome<json::Value> dateParse(Arguments arguments, json::Arena&)
{
    if (!argument(arguments, 0).isString()) {
        return json::Value();
    }
    const std::string_view text = arguments[0].asString();
    const std::string_view format = textOr(arguments, 1, "");
    const auto zone = TimeZone::find(textOr(arguments, 2, "UTC"));
    if (!zone) {
        return failure("G1003", fmt::format("there is no time zone '{}'", textOr(arguments, 2, "")));
    }
    const auto millis = parseAs(text, format, *zone);
    if (!millis) {
        return tl::unexpected(millis.error());
    }
    if (!*millis) {
        return failure("G1002", format.empty()
                                    ? fmt::format("'{}' is not a date of a known form; name its format", text)
                                    : fmt::format("'{}' is not a date of the format '{}'", text, format));
    }
    return numberValue(**millis);
}

Outcome<std::string> formatAs(double millis, std::string_view format, const TimeZone& zone)
{
    if (format == "unix") {
        return fmt::format("{}", static_cast<std::int64_t>(std::floor(millis / 1000)));
    }
    if (format == "unix_ms") {
        return fmt::format("{}", static_cast<std::int64_t>(millis));
    }
    if (format == "slash_date") {
        return fmt::format("/Date({})/", static_cast<std::int64_t>(millis));
    }
    if (format == "spreadsheet") {
        return fmt::format("{}", (millis - kSpreadsheetEpoch) / kDay);
    }
    std::string reason;
    const auto pattern = DatePattern::read(patternOf(format), reason);
    if (!pattern) {
        return failure("G1001", reason);
    }
    return pattern->format(millis, zone);
}

Outcome<json::Value> dateFormat(Arguments arguments, json::Arena& arena)
{
    const json::Value date = argument(arguments, 0);
    const auto zone = TimeZone::find(textOr(arguments, 2, "UTC"));
    if (!zone) {
        return failure("G1003", fmt::format("there is no time zone '{}'", textOr(arguments, 2, "")));
    }
    double millis = date.asDouble();
    if (date.isString()) {
        const auto parsed = parseUnknown(date.asString(), *zone);
        if (!parsed) {
            return failure("G1002", fmt::format("'{}' is not a date of a known form", date.asString()));
        }
        millis = *parsed;
    } else if (!date.isNumber()) {
        return json::Value();
    }
    constexpr double kMaxMillis = 8.64e15;
    if (!(std::fabs(millis) <= kMaxMillis)) {
        return failure("G1001", "the date lies outside of what a date can be");
    }
    const auto text = formatAs(millis, textOr(arguments, 1, "iso"), *zone);
    if (!text) {
        return tl::unexpected(text.error());
    }
    return arena.string(*text);
}

} // namespace

std::vector<HostFunction> dateFunctions()
{
    return {{"dateParse", "<s-s?s?:n>",
             "Milliseconds of a date text. Format: Unicode letters (yyyy-MM-dd), strftime (%Y-%m-%d), iso, "
             "date, time, "
             "rfc2822, unix, unix_ms, slash_date or spreadsheet; zone: IANA name or offset for texts without "
             "one.",
             dateParse},
            {"dateFormat", "<(ns)-s?s?:s>",
             "A date (milliseconds or text) in a format, as for $dateParse, and an IANA time zone.",
             dateFormat}};
}

} // namespace gatehouse::jsonata
