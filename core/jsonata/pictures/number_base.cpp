// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number_format.h"
#include "core/jsonata/pictures/decimal_picture.h"
#include "core/jsonata/text/number_text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

/// Digits of a whole number from the right. Those that are smaller than half a step of the double are printed
/// as zeros, as V8 does.
std::string wholeDigits(double whole, double radix)
{
    std::string reversed;
    double halfStep = (std::nextafter(whole, HUGE_VAL) - whole) / 2;
    for (; halfStep >= radix; halfStep /= radix) {
        whole /= radix;
        reversed += '0';
    }
    do {
        const double digit = std::fmod(whole, radix);
        reversed += kDigits[static_cast<std::size_t>(digit)];
        whole = (whole - digit) / radix;
    } while (whole > 0);
    return {reversed.rbegin(), reversed.rend()};
}

} // namespace

PictureResult<std::string> formatBase(double value, double radix)
{
    const double base = text::roundHalfEven(radix, 0);
    if (!(base >= 2 && base <= 36)) {
        std::array<char, json::kMaxNumberText> buffer{};
        const std::string given(buffer.data(), json::formatNumberTo(buffer.data(), base));
        return tl::unexpected(PictureError{
            "D3100",
            fmt::format("The radix of the formatBase function must be between 2 and 36.  It was given {}",
                        given),
            given});
    }
    const double whole = text::roundHalfEven(value, 0);
    if (base == 10 || !std::isfinite(whole)) {
        return text::numberToString(whole);
    }
    return (whole < 0 ? "-" : "") + wholeDigits(std::fabs(whole), base);
}

} // namespace gatehouse::jsonata::pictures
