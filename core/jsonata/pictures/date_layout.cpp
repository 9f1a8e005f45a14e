// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/date_layout.h"

#include "core/jsonata/pictures/picture_cache.h"
#include "core/jsonata/text/code_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::size_t kMaxPicture = 4096;
constexpr std::size_t kMaxWidth = 10'000;

struct Component
{
    char letter;
    std::string_view presentation; ///< When the marker names none.
};

constexpr std::array kComponents{
    Component{'Y', "1"},     Component{'M', "1"},  Component{'D', "1"}, Component{'d', "1"},
    Component{'F', "n"},     Component{'W', "1"},  Component{'w', "1"}, Component{'X', "1"},
    Component{'x', "1"},     Component{'H', "1"},  Component{'h', "1"}, Component{'P', "n"},
    Component{'m', "01"},    Component{'s', "01"}, Component{'f', "1"}, Component{'Z', "01:01"},
    Component{'z', "01:01"}, Component{'C', "n"},  Component{'E', "n"}};

constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};

bool isOneOf(char c, std::string_view set) noexcept
{
    return set.find(c) != std::string_view::npos;
}

std::string withoutBlanks(std::string_view marker)
{
    std::string out;
    std::copy_if(marker.begin(), marker.end(), std::back_inserter(out),
                 [](char c) { return !isOneOf(c, " \t\n\r\f\v"); });
    return out;
}

/// A width: nothing for "*" and for what is no number.
std::optional<std::size_t> readWidth(std::string_view text) noexcept
{
    std::size_t width = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), width);
    return read.ec == std::errc() ? std::optional(width) : std::nullopt;
}

void readWidths(std::string_view text, DatePart& part)
{
    const std::size_t dash = text.find('-');
    part.minWidth = readWidth(text.substr(0, dash));
    if (dash != std::string_view::npos) {
        part.maxWidth = readWidth(text.substr(dash + 1));
    }
}

std::optional<PictureError> readName(std::string_view presentation, DatePart& part)
{
    part.name = presentation.front() == 'n'         ? LetterCase::Lower
                : presentation.substr(0, 2) == "Nn" ? LetterCase::Title
                                                    : LetterCase::Upper;
    if (isOneOf(part.component, "MxFPCE")) {
        return std::nullopt;
    }
    return PictureError{
        "D3133",
        fmt::format("The 'name' modifier can only be applied to months and days in the date/time "
                    "picture string, not \"{}\"",
                    part.component),
        std::string(1, part.component)};
}

/// Year digits that stay: the width, or as many as the picture shows when it shows more than one.
void applyWidths(DatePart& part)
{
    IntegerFormat& format = part.integer;
    format.mandatoryDigits = std::max(format.mandatoryDigits, part.minWidth.value_or(0));
    if (part.component == 'Y' && part.maxWidth) {
        format.mandatoryDigits = *part.maxWidth;
    }
}

std::optional<PictureError> readPresentation(std::string_view presentation, DatePart& part)
{
    bool ordinal = false;
    if (presentation.size() > 1 && isOneOf(presentation.back(), "atco")) {
        ordinal = presentation.back() == 'o';
        part.zuluForZero = presentation.back() == 't';
        presentation.remove_suffix(1);
    }
    const bool zone = part.component == 'Z' || part.component == 'z';
    if (!zone && isOneOf(presentation.front(), "nN")) {
        return readName(presentation, part);
    }
    part.isInteger = zone || isOneOf(part.component, "YMDdFWwXxHhmsf");
    if (!part.isInteger) {
        return std::nullopt;
    }
    auto format = readIntegerPicture(presentation);
    if (!format) {
        return std::move(format).error();
    }
    part.integer = *std::move(format);
    part.integer.token = presentation;
    part.integer.ordinal = ordinal;
    if (!zone) {
        applyWidths(part);
    }
    return std::nullopt;
}

PictureResult<DatePart> readMarker(std::string_view text)
{
    const std::string marker = withoutBlanks(text);
    const auto* known = std::find_if(kComponents.begin(), kComponents.end(), [&](const Component& c) {
        return !marker.empty() && c.letter == marker.front();
    });
    if (known == kComponents.end()) {
        const std::string name = marker.substr(0, text::sequenceLength(marker));
        return tl::unexpected(PictureError{
            "D3132", fmt::format("Unknown component specifier \"{}\" in date/time picture string", name),
            name});
    }
    DatePart part;
    part.component = known->letter;
    std::string_view presentation = std::string_view(marker).substr(1);
    const std::size_t comma = presentation.rfind(',');
    if (comma != std::string_view::npos) {
        readWidths(presentation.substr(comma + 1), part);
        presentation = presentation.substr(0, comma);
    }
    if (part.minWidth.value_or(0) > kMaxWidth || part.maxWidth.value_or(0) > kMaxWidth) {
        return tl::unexpected(
            PictureError{"D1013", "A width in the date/time picture string is too large", {}});
    }
    auto error = readPresentation(presentation.empty() ? known->presentation : presentation, part);
    if (error) {
        return tl::unexpected(*std::move(error));
    }
    return part;
}

/// Text with its doubled closing brackets made one.
DatePart literalPart(std::string_view text)
{
    DatePart part;
    for (std::size_t i = 0; i < text.size(); ++i) {
        part.literal += text[i];
        i += text[i] == ']' && i + 1 < text.size() && text[i + 1] == ']' ? 1U : 0U;
    }
    return part;
}

/// A number that another one follows at once is read with as many digits as its picture shows.
void fixWidths(DateLayout& layout)
{
    const auto isNumber = [](const DatePart& part) {
        return part.isInteger && part.component != 'Z' && part.component != 'z';
    };
    for (std::size_t i = 0; i + 1 < layout.size(); ++i) {
        if (isNumber(layout[i]) && isNumber(layout[i + 1])) {
            layout[i].integer.fixedWidth = layout[i].integer.mandatoryDigits;
        }
    }
}

PictureResult<DateLayout> layOut(std::string_view picture)
{
    DateLayout layout;
    std::size_t from = 0;
    const auto addLiteral = [&](std::size_t to) {
        if (to > from) {
            layout.push_back(literalPart(picture.substr(from, to - from)));
        }
    };
    for (std::size_t at = 0; at < picture.size();) {
        if (picture[at] != '[') {
            ++at;
            continue;
        }
        addLiteral(at);
        if (picture.substr(at + 1, 1) == "[") { // a doubled bracket is text
            from = at + 1;
            at += 2;
            continue;
        }
        const std::size_t close = picture.find(']', at);
        if (close == std::string_view::npos) {
            return tl::unexpected(
                PictureError{"D3135", "No matching closing bracket ']' in date/time picture string", {}});
        }
        auto part = readMarker(picture.substr(at + 1, close - at - 1));
        if (!part) {
            return tl::unexpected(std::move(part).error());
        }
        layout.push_back(*std::move(part));
        at = from = close + 1;
    }
    addLiteral(picture.size());
    fixWidths(layout);
    return layout;
}

} // namespace

std::string_view monthName(std::size_t month) noexcept
{
    return month >= 1 && month <= kMonths.size() ? kMonths[month - 1] : std::string_view();
}

std::string_view weekdayName(std::size_t weekday) noexcept
{
    return weekday >= 1 && weekday <= kWeekdays.size() ? kWeekdays[weekday - 1] : std::string_view();
}

PictureResult<DateLayoutPtr> layOutDatePicture(std::string_view picture)
{
    if (picture.size() > kMaxPicture) {
        return tl::unexpected(PictureError{"D1013", "The date/time picture string is too long", {}});
    }
    thread_local PictureCache<DateLayout> cache;
    if (DateLayoutPtr known = cache.find(picture); known != nullptr) {
        return known;
    }
    auto layout = layOut(picture);
    if (!layout) {
        return tl::unexpected(std::move(layout).error());
    }
    auto shared = std::make_shared<const DateLayout>(*std::move(layout));
    cache.add(picture, shared);
    return shared;
}

} // namespace gatehouse::jsonata::pictures
