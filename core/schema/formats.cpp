// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_format.h"
#include "core/schema/text_rules.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gatehouse::schema {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

bool isDateTime(std::string_view text)
{
    return parseRfc3339(text).has_value();
}

bool isDate(std::string_view text)
{
    return text.size() == 10 && isDateTime(std::string(text) + "T00:00:00Z");
}

bool isTime(std::string_view text)
{
    return isDateTime("2000-01-01T" + std::string(text));
}

/// One @ with something on both sides and no white space: vendors hold addresses that RFC 5321 would refuse.
bool isEmail(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size()
           && text.find('@', at + 1) == std::string_view::npos && std::ranges::none_of(text, [](char c) {
                  return std::isspace(static_cast<unsigned char>(c)) != 0;
              });
}

/// RFC 3986's scheme, a colon, and no white space.
bool isUri(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0
        || std::isalpha(static_cast<unsigned char>(text[0])) == 0) {
        return false;
    }
    const auto scheme = text.substr(0, colon);
    return std::ranges::all_of(scheme,
                               [](char c) {
                                   return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+'
                                          || c == '-' || c == '.';
                               })
           && std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
}

bool isUuid(std::string_view text)
{
    constexpr std::array<std::size_t, 4> kDashes{8, 13, 18, 23};
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = std::ranges::find(kDashes, i) != kDashes.end();
        if (dash ? text[i] != '-' : !isHex(text[i])) {
            return false;
        }
    }
    return true;
}

} // namespace

bool hasFormat(std::string_view format, std::string_view text)
{
    if (format == "date-time") {
        return isDateTime(text);
    }
    if (format == "date") {
        return isDate(text) && isDigit(text[0]);
    }
    if (format == "time") {
        return isTime(text);
    }
    if (format == "email") {
        return isEmail(text);
    }
    if (format == "uri") {
        return isUri(text);
    }
    return format != "uuid" || isUuid(text);
}

} // namespace gatehouse::schema
