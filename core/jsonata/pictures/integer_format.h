// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/picture_error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata::pictures {

enum class IntegerStyle : std::uint8_t
{
    Decimal,
    Letters,
    Roman,
    Words,
    Unsupported ///< A numbering sequence that only its first character names.
};

enum class LetterCase : std::uint8_t
{
    Lower,
    Upper,
    Title
};

/// An integer picture taken apart (XPath F&O 3.1 §4.6.1).
struct IntegerFormat
{
    struct Separator
    {
        std::size_t position = 0; ///< Digits to its right.
        char32_t character = 0;
    };

    IntegerStyle style = IntegerStyle::Decimal;
    LetterCase letterCase = LetterCase::Lower;
    bool ordinal = false;
    char32_t zero = U'0';
    std::size_t mandatoryDigits = 0;
    std::size_t optionalDigits = 0;
    std::vector<Separator> separators; ///< From the right.
    std::size_t regularGroup = 0;      ///< > 0: the one separator repeats every so many digits.
    std::string token;                 ///< The picture without its modifier.
    std::size_t fixedWidth = 0;        ///< > 0: exactly so many digits are read; set by date pictures.
};

/// D3131 for digits of two families.
[[nodiscard]] PictureResult<IntegerFormat> readIntegerPicture(std::string_view picture);
/// D3130 for an unsupported sequence.
[[nodiscard]] PictureResult<std::string> formatInteger(double value, const IntegerFormat& format);
/// NaN where the text holds no such number.
[[nodiscard]] PictureResult<double> parseInteger(std::string_view text, const IntegerFormat& format);
/// The first digit of the family that c belongs to, or 0.
[[nodiscard]] char32_t digitFamilyOf(char32_t c) noexcept;

} // namespace gatehouse::jsonata::pictures
