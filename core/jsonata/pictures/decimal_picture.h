// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/picture_error.h"

#include <string>
#include <string_view>

namespace gatehouse::jsonata::pictures {

/// The decimal format of XPath F&O 3.1 §4.7.1, as the options object of $formatNumber sets it.
struct DecimalFormat
{
    std::string decimalSeparator = ".";
    std::string groupingSeparator = ",";
    std::string exponentSeparator = "e";
    std::string infinity = "Infinity";
    std::string minusSign = "-";
    std::string nan = "NaN";
    std::string percent = "%";
    std::string perMille = "\xE2\x80\xB0";
    std::string zeroDigit = "0";
    std::string digit = "#";
    std::string patternSeparator = ";";

    /// Sets a property by its name in the options object ("decimal-separator"); unknown names are ignored.
    void set(std::string_view name, std::string_view value);
};

/// $formatNumber.
[[nodiscard]] PictureResult<std::string> formatNumber(double value, std::string_view picture,
                                                      const DecimalFormat& format);
/// With the standard format; the pictures used last are kept taken apart.
[[nodiscard]] PictureResult<std::string> formatNumber(double value, std::string_view picture);

/// $formatBase: value rounded half to even, radix 2 to 36 (D3100).
[[nodiscard]] PictureResult<std::string> formatBase(double value, double radix = 10);

} // namespace gatehouse::jsonata::pictures
