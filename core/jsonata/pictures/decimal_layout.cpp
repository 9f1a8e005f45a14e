// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/decimal_layout.h"

#include "core/jsonata/text/code_points.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace gatehouse::jsonata::pictures {
namespace {

using Text = std::u32string_view;

struct Parts
{
    Text whole;
    Text prefix;
    Text suffix;
    Text active;
    Text mantissa;
    Text exponent;
    bool hasExponent = false;
    Text integer;
    Text fraction;
    std::size_t decimalAt = Text::npos;
};

struct Rule
{
    const char* code;
    const char* message;
};

constexpr std::array kRules{
    Rule{"D3081",
         "The sub-picture must not contain more than one instance of the 'decimal-separator' character"},
    Rule{"D3082", "The sub-picture must not contain more than one instance of the 'percent' character"},
    Rule{"D3083", "The sub-picture must not contain more than one instance of the 'per-mille' character"},
    Rule{"D3084", "The sub-picture must not contain both a 'percent' and a 'per-mille' character"},
    Rule{"D3085", "The mantissa part of a sub-picture must contain at least one character that is either an "
                  "'optional digit character' or a member of the 'decimal digit family'"},
    Rule{"D3086",
         "The sub-picture must not contain a passive character that is preceded by an active character "
         "and that is followed by another active character"},
    Rule{"D3087",
         "The sub-picture must not contain a 'grouping-separator' character that appears adjacent to a "
         "'decimal-separator' character"},
    Rule{"D3088", "The sub-picture must not contain a 'grouping-separator' at the end of the integer part"},
    Rule{"D3089",
         "The sub-picture must not contain two adjacent instances of the 'grouping-separator' character"},
    Rule{"D3090",
         "The integer part of the sub-picture must not contain a member of the 'decimal digit family' "
         "that is followed by an instance of the 'optional digit character'"},
    Rule{"D3091",
         "The fractional part of the sub-picture must not contain an instance of the 'optional digit "
         "character' that is followed by a member of the 'decimal digit family'"},
    Rule{"D3092",
         "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a character "
         "treated as an 'exponent-separator'"},
    Rule{"D3093",
         "The exponent part of the sub-picture must comprise only of one or more characters that are "
         "members of the 'decimal digit family'"},
};

bool contains(Text text, Text what) noexcept
{
    return !what.empty() && text.find(what) != Text::npos;
}

bool repeats(Text text, Text what) noexcept
{
    return !what.empty() && text.find(what) != text.rfind(what);
}

Parts takeApart(Text whole, const DecimalSymbols& symbols)
{
    Parts parts;
    parts.whole = whole;
    const auto counts = [&](char32_t c) {
        return symbols.isActive(c) && Text(&c, 1) != Text(symbols.exponent);
    };
    const auto first = std::find_if(whole.begin(), whole.end(), counts);
    const auto last = std::find_if(whole.rbegin(), whole.rend(), counts);
    if (first != whole.end()) {
        parts.prefix = whole.substr(0, static_cast<std::size_t>(first - whole.begin()));
        parts.suffix = whole.substr(whole.size() - static_cast<std::size_t>(last - whole.rbegin()));
    }
    parts.active =
        whole.substr(parts.prefix.size(), whole.size() - parts.prefix.size() - parts.suffix.size());
    const std::size_t exponentAt =
        symbols.exponent.empty() ? Text::npos : whole.find(symbols.exponent, parts.prefix.size());
    parts.mantissa = parts.active;
    if (exponentAt != Text::npos && exponentAt <= whole.size() - parts.suffix.size()) {
        parts.hasExponent = true;
        parts.mantissa = parts.active.substr(0, exponentAt - parts.prefix.size());
        const std::size_t after = exponentAt - parts.prefix.size() + symbols.exponent.size();
        parts.exponent = after < parts.active.size() ? parts.active.substr(after) : Text();
    }
    parts.decimalAt = symbols.decimal.empty() ? Text::npos : parts.mantissa.find(symbols.decimal);
    parts.integer = parts.mantissa.substr(0, parts.decimalAt);
    if (parts.decimalAt != Text::npos) {
        parts.fraction = parts.mantissa.substr(parts.decimalAt + symbols.decimal.size());
    }
    return parts;
}

bool separatorTouchesPoint(const Parts& parts, const DecimalSymbols& symbols)
{
    const std::size_t at = parts.whole.find(symbols.decimal);
    const auto isGrouping = [&](std::size_t i) {
        return i < parts.whole.size() && parts.whole.substr(i, symbols.grouping.size()) == symbols.grouping;
    };
    return isGrouping(at + symbols.decimal.size())
           || (at >= symbols.grouping.size() && isGrouping(at - symbols.grouping.size()));
}

/// A digit of the family left of the first optional digit.
bool digitBeforeOptional(Text integer, const DecimalSymbols& symbols)
{
    const std::size_t optional = integer.find(symbols.digit);
    return optional != Text::npos
           && std::any_of(integer.begin(), integer.begin() + static_cast<std::ptrdiff_t>(optional),
                          [&](char32_t c) { return symbols.isDigit(c); });
}

/// A digit of the family right of the last optional digit.
bool optionalBeforeDigit(Text fraction, const DecimalSymbols& symbols)
{
    const std::size_t optional = fraction.rfind(symbols.digit);
    return optional != Text::npos
           && std::any_of(fraction.begin() + static_cast<std::ptrdiff_t>(optional), fraction.end(),
                          [&](char32_t c) { return symbols.isDigit(c); });
}

/// Which rules are broken, in the order of kRules.
std::array<bool, kRules.size()> check(const Parts& parts, const DecimalSymbols& symbols)
{
    const Text whole = parts.whole;
    const bool percent = contains(whole, symbols.percent);
    const bool perMille = contains(whole, symbols.perMille);
    const bool point = contains(whole, symbols.decimal);
    const auto isCounted = [&](char32_t c) { return symbols.isDigitOrOptional(c); };
    const auto isPassive = [&](char32_t c) { return !symbols.isActive(c); };
    const auto isNoDigit = [&](char32_t c) { return !symbols.isDigit(c); };
    const bool groupingAtEnd =
        parts.integer.size() >= symbols.grouping.size() && !symbols.grouping.empty()
        && parts.integer.substr(parts.integer.size() - symbols.grouping.size()) == symbols.grouping;
    return {repeats(whole, symbols.decimal),
            repeats(whole, symbols.percent),
            repeats(whole, symbols.perMille),
            percent && perMille,
            std::none_of(parts.mantissa.begin(), parts.mantissa.end(), isCounted),
            std::any_of(parts.active.begin(), parts.active.end(), isPassive),
            point && separatorTouchesPoint(parts, symbols),
            !point && groupingAtEnd,
            contains(whole, symbols.grouping + symbols.grouping),
            digitBeforeOptional(parts.integer, symbols),
            optionalBeforeDigit(parts.fraction, symbols),
            parts.hasExponent && (percent || perMille),
            parts.hasExponent
                && (parts.exponent.empty()
                    || std::any_of(parts.exponent.begin(), parts.exponent.end(), isNoDigit))};
}

/// Digits left (or right) of each grouping separator of a part.
std::vector<std::size_t> groupPositions(Text part, const DecimalSymbols& symbols, bool countLeft)
{
    std::vector<std::size_t> positions;
    for (std::size_t at = part.find(symbols.grouping); !symbols.grouping.empty() && at != Text::npos;
         at = part.find(symbols.grouping, at + 1)) {
        const Text side = countLeft ? part.substr(0, at) : part.substr(at);
        positions.push_back(static_cast<std::size_t>(std::count_if(
            side.begin(), side.end(), [&](char32_t c) { return symbols.isDigitOrOptional(c); })));
    }
    return positions;
}

/// The distance when separators stand at every multiple of it, else 0.
std::size_t regularDistance(const std::vector<std::size_t>& positions)
{
    const std::size_t factor = std::accumulate(positions.begin(), positions.end(), std::size_t{0},
                                               [](std::size_t a, std::size_t b) { return std::gcd(a, b); });
    for (std::size_t i = 1; i <= positions.size(); ++i) {
        if (std::find(positions.begin(), positions.end(), i * factor) == positions.end()) {
            return 0;
        }
    }
    return factor;
}

DecimalLayout layOut(const Parts& parts, const DecimalSymbols& symbols)
{
    const auto countDigits = [&](Text text) {
        return static_cast<std::size_t>(
            std::count_if(text.begin(), text.end(), [&](char32_t c) { return symbols.isDigit(c); }));
    };
    const auto countOptional = [&](Text text) {
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), symbols.digit));
    };
    DecimalLayout layout;
    layout.picture = parts.whole;
    layout.prefix = parts.prefix;
    layout.suffix = parts.suffix;
    layout.integerGroups = groupPositions(parts.integer, symbols, false);
    layout.regularGroup = regularDistance(layout.integerGroups);
    layout.fractionGroups = groupPositions(parts.fraction, symbols, true);
    layout.hasDecimalSeparator = contains(parts.whole, symbols.decimal);
    layout.minInteger = layout.scaling = countDigits(parts.integer);
    layout.minFraction = countDigits(parts.fraction);
    layout.maxFraction = layout.minFraction + countOptional(parts.fraction);
    layout.minExponent = countDigits(parts.exponent);
    if (layout.minInteger == 0 && layout.maxFraction == 0) {
        if (parts.hasExponent) {
            layout.minFraction = layout.maxFraction = 1;
        } else {
            layout.minInteger = 1;
        }
    }
    if (parts.hasExponent && layout.minInteger == 0 && countOptional(parts.integer) > 0) {
        layout.minInteger = 1;
    }
    if (layout.minInteger == 0 && layout.minFraction == 0) {
        layout.minFraction = 1;
    }
    return layout;
}

} // namespace

DecimalSymbols::DecimalSymbols(const DecimalFormat& format)
    : decimal(text::toCodePoints(format.decimalSeparator))
    , grouping(text::toCodePoints(format.groupingSeparator))
    , exponent(text::toCodePoints(format.exponentSeparator))
    , minus(text::toCodePoints(format.minusSign))
    , percent(text::toCodePoints(format.percent))
    , perMille(text::toCodePoints(format.perMille))
    , pattern(text::toCodePoints(format.patternSeparator))
    , zero(text::codePointAt(format.zeroDigit))
    , digit(text::codePointAt(format.digit))
{}

bool DecimalSymbols::isActive(char32_t c) const noexcept
{
    const Text one(&c, 1);
    return isDigitOrOptional(c) || one == decimal || one == exponent || one == grouping;
}

PictureResult<std::vector<DecimalLayout>> layOutDecimalPicture(Text picture, const DecimalSymbols& symbols)
{
    std::vector<Text> subPictures;
    for (std::size_t from = 0;;) {
        const std::size_t at = symbols.pattern.empty() ? Text::npos : picture.find(symbols.pattern, from);
        subPictures.push_back(picture.substr(from, at - from));
        if (at == Text::npos) {
            break;
        }
        from = at + symbols.pattern.size();
    }
    if (subPictures.size() > 2) {
        return tl::unexpected(
            PictureError{"D3080", "The picture string must only contain a maximum of two sub-pictures", {}});
    }
    std::vector<DecimalLayout> layouts;
    for (const Text subPicture : subPictures) {
        const Parts parts = takeApart(subPicture, symbols);
        const auto broken = check(parts, symbols);
        // The reference reports the last rule that is broken.
        const auto last = std::find(broken.rbegin(), broken.rend(), true);
        if (last != broken.rend()) {
            const Rule& rule = kRules.at(static_cast<std::size_t>(broken.rend() - last) - 1);
            return tl::unexpected(PictureError{rule.code, rule.message, {}});
        }
        layouts.push_back(layOut(parts, symbols));
    }
    return layouts;
}

} // namespace gatehouse::jsonata::pictures
