// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace gatehouse::json {
namespace {

constexpr double kExactIntegerLimit = 9007199254740992.0; // 2^53

char* put(char* to, const char* from, std::size_t size) noexcept
{
    std::memcpy(to, from, size);
    return to + size;
}

char* putZeros(char* to, int count) noexcept
{
    for (; count > 0; --count) {
        *to++ = '0';
    }
    return to;
}

/// The layout of ECMA-262 Number::toString: `count` digits, the decimal point after `point` of them.
char* layOut(char* to, const char* digits, int count, int point) noexcept
{
    const auto size = static_cast<std::size_t>(count);
    if (count <= point && point <= 21) {
        return putZeros(put(to, digits, size), point - count);
    }
    if (0 < point && point <= 21) {
        const auto whole = static_cast<std::size_t>(point);
        to = put(to, digits, whole);
        *to++ = '.';
        return put(to, digits + whole, size - whole);
    }
    if (-6 < point && point <= 0) {
        to = putZeros(put(to, "0.", 2), -point);
        return put(to, digits, size);
    }
    *to++ = digits[0];
    if (count > 1) {
        *to++ = '.';
        to = put(to, digits + 1, size - 1);
    }
    *to++ = 'e';
    const int exponent = point - 1;
    if (exponent >= 0) {
        *to++ = '+';
    }
    return std::to_chars(to, to + 8, exponent).ptr;
}

/// The common case of few decimals (12.5, 199.99): when the digits of the number times a power of ten,
/// divided by it again, give the same number, they are its only text of at most 15 digits, and so its
/// shortest. Null: look for it in general.
char* putFewDecimals(char* to, double d) noexcept
{
    constexpr std::array<double, 4> kPowers{10.0, 100.0, 1000.0, 10000.0};
    constexpr double kMostDigits = 1e15;
    const double magnitude = std::fabs(d);
    if (magnitude < 1e-3 || magnitude >= kMostDigits / kPowers.back()) {
        return nullptr;
    }
    for (std::size_t decimals = 1; decimals <= kPowers.size(); ++decimals) {
        const double power = kPowers[decimals - 1];
        const double scaled = std::nearbyint(magnitude * power);
        if (scaled / power != magnitude) {
            continue;
        }
        auto digits = static_cast<std::uint64_t>(scaled);
        if (d < 0) {
            *to++ = '-';
        }
        const auto divisor = static_cast<std::uint64_t>(power);
        to = std::to_chars(to, to + kMaxNumberText, digits / divisor).ptr;
        digits %= divisor;
        *to++ = '.';
        for (std::size_t place = decimals; place-- > 0; digits /= 10) {
            to[place] = static_cast<char>('0' + digits % 10);
        }
        return to + decimals;
    }
    return nullptr;
}

} // namespace

char* formatNumberTo(char* to, double d) noexcept
{
    if (std::isnan(d)) {
        return put(to, "NaN", 3);
    }
    if (std::isinf(d)) {
        return d < 0 ? put(to, "-Infinity", 9) : put(to, "Infinity", 8);
    }
    if (std::fabs(d) < kExactIntegerLimit && std::trunc(d) == d) {
        return std::to_chars(to, to + kMaxNumberText, static_cast<std::int64_t>(d)).ptr;
    }
    if (char* end = putFewDecimals(to, d); end != nullptr) {
        return end;
    }
    std::array<char, kMaxNumberText> shortest{};
    const char* end =
        std::to_chars(shortest.data(), shortest.data() + shortest.size(), d, std::chars_format::scientific)
            .ptr;
    const char* from = shortest.data();
    if (*from == '-') {
        *to++ = *from++;
    }
    std::array<char, kMaxNumberText> digits{};
    int count = 0;
    for (; *from != 'e'; ++from) {
        if (*from != '.') {
            digits.at(static_cast<std::size_t>(count++)) = *from;
        }
    }
    int exponent = 0;
    from += from[1] == '+' ? 2 : 1; // from_chars knows '-' only
    std::from_chars(from, end, exponent);
    return layOut(to, digits.data(), count, exponent + 1);
}

} // namespace gatehouse::json
