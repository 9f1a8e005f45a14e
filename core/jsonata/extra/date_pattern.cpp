// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/date_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::jsonata::extra {
namespace {

struct Conversion
{
    char letter;
    std::string_view pattern;
};

constexpr std::array kStrftime{
    Conversion{'Y', "yyyy"},       Conversion{'y', "yy"},       Conversion{'m', "MM"},
    Conversion{'d', "dd"},         Conversion{'e', "d"},        Conversion{'H', "HH"},
    Conversion{'I', "hh"},         Conversion{'M', "mm"},       Conversion{'S', "ss"},
    Conversion{'L', "SSS"},        Conversion{'f', "SSSSSS"},   Conversion{'p', "a"},
    Conversion{'b', "MMM"},        Conversion{'B', "MMMM"},     Conversion{'a', "EEE"},
    Conversion{'A', "EEEE"},       Conversion{'j', "DDD"},      Conversion{'z', "Z"},
    Conversion{'F', "yyyy-MM-dd"}, Conversion{'T', "HH:mm:ss"}, Conversion{'D', "MM/dd/yy"},
    Conversion{'R', "HH:mm"},      Conversion{'V', "ww"}};

constexpr std::string_view kFields = "yMdDEHhmsSaQwXxZz";

/// strftime's conversions spelled as Unicode letters, everything else quoted.
std::optional<std::string> fromStrftime(std::string_view text, std::string& reason)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%' || i + 1 == text.size()) {
            out += text[i] == '\'' ? std::string("''") : fmt::format("'{}'", text[i]);
            continue;
        }
        const char letter = text[++i];
        const auto* found = std::find_if(kStrftime.begin(), kStrftime.end(),
                                         [&](const Conversion& c) { return c.letter == letter; });
        if (letter == '%') {
            out += "'%'";
        } else if (found == kStrftime.end()) {
            reason = fmt::format("%{} is not supported in a date format", letter);
            return std::nullopt;
        } else {
            out += found->pattern;
        }
    }
    return out;
}

/// The text in quotes that starts at `at` ("''" is one quote); moves `at` behind it.
std::string takeQuoted(std::string_view text, std::size_t& at)
{
    std::string out;
    if (text.substr(at, 2) == "''") {
        at += 2;
        return "'";
    }
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\'') {
            if (text.substr(at, 2) != "''") {
                ++at;
                return out;
            }
            ++at;
        }
        out += text[at];
    }
    return out;
}

} // namespace

std::optional<DatePattern> DatePattern::read(std::string_view text, std::string& reason)
{
    if (text.find('%') != std::string_view::npos) {
        const auto converted = fromStrftime(text, reason);
        return converted ? read(*converted, reason) : std::nullopt;
    }
    DatePattern pattern;
    const auto addLiteral = [&pattern](std::string_view literal) {
        if (pattern.m_items.empty() || pattern.m_items.back().field != '\0') {
            pattern.m_items.emplace_back();
        }
        pattern.m_items.back().literal += literal;
    };
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '\'') {
            addLiteral(takeQuoted(text, at));
        } else if (!letter || c == 'T') {
            addLiteral(text.substr(at, 1));
            ++at;
        } else {
            const std::size_t end = std::min(text.find_first_not_of(c, at), text.size());
            const char field = c == 'L' ? 'M' : c == 'u' ? 'y' : c;
            if (kFields.find(field) == std::string_view::npos) {
                reason = fmt::format(
                    "the letter '{}' is not supported in a date format; put text in single quotes", c);
                return std::nullopt;
            }
            pattern.m_items.push_back({field, static_cast<int>(end - at), {}});
            at = end;
        }
    }
    return pattern;
}

} // namespace gatehouse::jsonata::extra
