// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_value.h"

#include "core/base/clock.h"
#include "core/base/time_format.h"
#include "ui/text/ascii.h"

#include <charconv>
#include <span>
#include <utility>

namespace gatehouse::ui {

namespace {

using Unit = std::pair<std::string_view, double>;

constexpr Unit kDurations[] = {{"us", 0.001}, {"ms", 1},    {"s", 1e3},    {"min", 6e4},
                               {"m", 6e4},    {"h", 3.6e6}, {"d", 8.64e7}, {"", 1}};
constexpr Unit kSizes[] = {{"b", 1},    {"kb", 1e3},   {"k", 1e3},       {"mb", 1e6},         {"m", 1e6},
                           {"gb", 1e9}, {"kib", 1024}, {"mib", 1048576}, {"gib", 1073741824}, {"", 1}};

std::optional<TermValue> withUnit(std::string_view text, std::span<const Unit> units)
{
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{}) {
        return std::nullopt;
    }
    const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
    for (const auto& [name, factor] : units) {
        if (equalsNoCase(name, suffix)) {
            return TermValue{{}, value * factor, value * factor};
        }
    }
    return std::nullopt;
}

std::optional<TermValue> status(std::string_view text)
{
    if (text.size() == 3 && text[0] >= '1' && text[0] <= '5' && lower(text[1]) == 'x'
        && lower(text[2]) == 'x') {
        const double low = (text[0] - '0') * 100.0;
        return TermValue{{}, low, low + 99};
    }
    return withUnit(text, {{Unit{"", 1}}});
}

/// RFC 3339, where seconds, the time of day and the offset may be left out (UTC then).
std::optional<TermValue> time(std::string_view text)
{
    std::string full(text);
    if (full.size() == 10) {
        full += "T00:00";
    }
    if (full.size() < 16) {
        return std::nullopt;
    }
    const bool noSeconds = full.size() == 16 || full[16] != ':';
    if (noSeconds) {
        full.insert(16, ":00");
    }
    const bool noOffset = full.find_first_of("Zz+-", 19) == std::string::npos;
    if (noOffset) {
        full += 'Z';
    }
    const auto parsed = parseRfc3339(full);
    if (!parsed) {
        return std::nullopt;
    }
    const auto low = static_cast<double>(toMillis(*parsed));
    const double span = text.size() == 10 ? 86'399'999 : noSeconds ? 59'999 : 999;
    return TermValue{{}, low, low + span};
}

std::optional<TermValue> flag(std::string_view text)
{
    for (const std::string_view yes : {"yes", "true", "1"}) {
        if (equalsNoCase(text, yes)) {
            return TermValue{{}, 1, 1};
        }
    }
    for (const std::string_view no : {"no", "false", "0"}) {
        if (equalsNoCase(text, no)) {
            return TermValue{};
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<TermValue> readFilterValue(FieldKind kind, std::string_view text)
{
    switch (kind) {
    case FieldKind::Text: {
        TermValue value{std::string(text), 0, 0};
        for (char& c : value.pattern) {
            c = lower(c);
        }
        return value;
    }
    case FieldKind::Number:
        return withUnit(text, {{Unit{"", 1}}});
    case FieldKind::Status:
        return status(text);
    case FieldKind::Duration:
        return withUnit(text, kDurations);
    case FieldKind::Size:
        return withUnit(text, kSizes);
    case FieldKind::Time:
        return time(text);
    case FieldKind::Flag:
        return flag(text);
    case FieldKind::Body:
    case FieldKind::Headers:
        break; // readContentValue()
    }
    return std::nullopt;
}

std::string_view filterValueHint(FieldKind kind)
{
    switch (kind) {
    case FieldKind::Text:
        return "some text";
    case FieldKind::Number:
        return "a number";
    case FieldKind::Status:
        return "an HTTP status such as 429 or 4xx";
    case FieldKind::Duration:
        return "a time span such as 200ms, 2s or 5m";
    case FieldKind::Size:
        return "a size such as 512, 4kB or 1MB";
    case FieldKind::Time:
        return "a time such as 2026-05-19T12:00+02:00";
    case FieldKind::Flag:
        return "yes or no";
    case FieldKind::Body:
    case FieldKind::Headers:
        break;
    }
    return "a value";
}

} // namespace gatehouse::ui
