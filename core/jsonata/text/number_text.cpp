// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/number_text.h"

#include "core/json/number_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace gatehouse::jsonata::text {
namespace {

using NumberBuffer = std::array<char, json::kMaxNumberText>;

std::string_view print(double d, NumberBuffer& buffer) noexcept
{
    const char* end = json::formatNumberTo(buffer.data(), d);
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

double parseDouble(std::string_view text) noexcept
{
    double d = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), d);
    if (read.ec == std::errc::result_out_of_range) {
        const bool tiny =
            text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
        return tiny ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return d;
}

std::size_t digitsFrom(std::string_view text, std::size_t at) noexcept
{
    const std::size_t end = text.find_first_not_of("0123456789", at);
    return (end == std::string_view::npos ? text.size() : end) - at;
}

/// -? digits (. digits)? ([eE] [+-]? digits)?
bool isDecimalNumber(std::string_view text) noexcept
{
    std::size_t at = text.substr(0, 1) == "-" ? 1 : 0;
    const std::size_t whole = digitsFrom(text, at);
    if (whole == 0) {
        return false;
    }
    at += whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = digitsFrom(text, at + 1);
        if (fraction == 0) {
            return false;
        }
        at += 1 + fraction;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
            ++at;
        }
        const std::size_t exponent = digitsFrom(text, at);
        if (exponent == 0) {
            return false;
        }
        at += exponent;
    }
    return at == text.size();
}

/// Digits of a radix that is a power of two, rounded once: 64 leading bits, and the rest as a sticky bit.
std::optional<double> parsePowerOfTwoRadix(std::string_view digits, unsigned bitsPerDigit)
{
    std::uint64_t mantissa = 0;
    int exponent = 0;
    bool sticky = false;
    for (const char c : digits) {
        const auto lower = static_cast<char>(static_cast<unsigned char>(c) | 0x20U);
        const bool isNumber = c >= '0' && c <= '9';
        if (!isNumber && (lower < 'a' || lower > 'f')) {
            return std::nullopt;
        }
        const auto value = static_cast<unsigned>(isNumber ? c - '0' : lower - 'a' + 10);
        if (value >> bitsPerDigit != 0) {
            return std::nullopt;
        }
        if (mantissa >> (64U - bitsPerDigit) != 0) {
            exponent += static_cast<int>(bitsPerDigit);
            sticky = sticky || value != 0;
        } else {
            mantissa = (mantissa << bitsPerDigit) | value;
        }
    }
    return digits.empty()
               ? std::nullopt
               : std::optional(std::ldexp(static_cast<double>(mantissa | (sticky ? 1U : 0U)), exponent));
}

unsigned bitsOfPrefix(char letter) noexcept
{
    switch (static_cast<char>(static_cast<unsigned char>(letter) | 0x20U)) {
    case 'x':
        return 4;
    case 'o':
        return 3;
    case 'b':
        return 1;
    default:
        return 0;
    }
}

/// d times ten to the power, done on the decimal text so that 1.005 shifted by 2 is 100.5.
double shiftDecimal(double d, int power)
{
    NumberBuffer buffer{};
    const std::string_view text = print(d, buffer);
    const std::size_t e = text.find('e');
    int exponent = 0;
    if (e != std::string_view::npos) {
        const char* from = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
        std::from_chars(from, text.data() + text.size(), exponent);
    }
    return parseDouble(fmt::format("{}e{}", text.substr(0, e), exponent + power));
}

} // namespace

double roundTo15Digits(double d) noexcept
{
    if (!std::isfinite(d) || std::trunc(d) == d) {
        return d;
    }
    NumberBuffer buffer{};
    const auto printed =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), d, std::chars_format::scientific, 14);
    double rounded = d;
    std::from_chars(buffer.data(), printed.ptr, rounded);
    return rounded;
}

std::string numberToString(double d)
{
    constexpr std::size_t kPointAndDigits = 16;
    NumberBuffer buffer{};
    const std::string_view shortest = print(d, buffer);
    if (shortest.size() <= kPointAndDigits) {
        return std::string(shortest);
    }
    return std::string(print(roundTo15Digits(d), buffer));
}

std::optional<double> stringToNumber(std::string_view text)
{
    if (text.size() > 2 && text[0] == '0' && bitsOfPrefix(text[1]) != 0) {
        return parsePowerOfTwoRadix(text.substr(2), bitsOfPrefix(text[1]));
    }
    if (!isDecimalNumber(text)) {
        return std::nullopt;
    }
    const double d = parseDouble(text);
    return std::isfinite(d) ? std::optional(d) : std::nullopt;
}

double roundHalfEven(double d, double precision) noexcept
{
    if (precision == 0) {
        const double rounded = std::nearbyint(d);
        return rounded == 0 ? 0 : rounded;
    }
    if (std::trunc(precision) != precision || std::fabs(precision) > 100000 || !std::isfinite(d)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const int power = static_cast<int>(precision);
    const double shifted = shiftDecimal(d, power);
    if (!std::isfinite(shifted)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double rounded = shiftDecimal(std::nearbyint(shifted), -power);
    return rounded == 0 ? 0 : rounded;
}

} // namespace gatehouse::jsonata::text
