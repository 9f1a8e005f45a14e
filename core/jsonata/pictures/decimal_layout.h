// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/decimal_picture.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata::pictures {

/// One of the at most two sub-pictures of $formatNumber, taken apart (XPath F&O 3.1 §4.7.4). All text here is
/// in code points, because every rule of the picture counts characters.
struct DecimalLayout
{
    std::u32string picture;
    std::u32string prefix;
    std::u32string suffix;
    std::vector<std::size_t> integerGroups;  ///< Digits to the right of each separator, from the left.
    std::size_t regularGroup = 0;            ///< > 0: a separator every so many digits instead.
    std::vector<std::size_t> fractionGroups; ///< Digits between the decimal point and each separator.
    std::size_t minInteger = 0;
    std::size_t scaling = 0; ///< Integer digits of the mantissa when there is an exponent.
    std::size_t minFraction = 0;
    std::size_t maxFraction = 0;
    std::size_t minExponent = 0; ///< 0: no exponent.
    bool hasDecimalSeparator = false;
};

/// The decimal format in code points.
struct DecimalSymbols
{
    explicit DecimalSymbols(const DecimalFormat& format);

    std::u32string decimal;
    std::u32string grouping;
    std::u32string exponent;
    std::u32string minus;
    std::u32string percent;
    std::u32string perMille;
    std::u32string pattern;
    char32_t zero;
    char32_t digit;

    [[nodiscard]] bool isDigit(char32_t c) const noexcept { return c >= zero && c < zero + 10; }

    [[nodiscard]] bool isDigitOrOptional(char32_t c) const noexcept { return c == digit || isDigit(c); }

    [[nodiscard]] bool isActive(char32_t c) const noexcept;
};

/// Checks the whole picture and takes it apart; one layout for each sub-picture.
[[nodiscard]] PictureResult<std::vector<DecimalLayout>> layOutDecimalPicture(std::u32string_view picture,
                                                                             const DecimalSymbols& symbols);

} // namespace gatehouse::jsonata::pictures
