// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number_parse.h"

#include "core/json/write.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>

namespace gatehouse::json {
namespace {

constexpr std::array<double, 23> kPowersOfTen{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t kExactDoubleLimit = std::uint64_t{1} << 53U;
/// Any decimal of this many significant digits survives the way through a double (DBL_DIG).
constexpr std::ptrdiff_t kSafeDigits = std::numeric_limits<double>::digits10;
constexpr std::ptrdiff_t kDigitsInUInt64 = 19;

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

const char* skipDigits(const char* p, std::uint64_t& value) noexcept
{
    for (; isDigit(*p); ++p) {
        value = value * 10 + static_cast<std::uint64_t>(*p - '0');
    }
    return p;
}

double nearestDouble(const char* from, const char* end)
{
    double d = 0;
    if (std::from_chars(from, end, d).ec == std::errc::result_out_of_range) {
        d = std::strtod(std::string(from, end).c_str(), nullptr);
    }
    return d;
}

Value withText(const char* from, const char* end, double nearest, Arena& arena)
{
    auto* kept = arena.allocateArray<NumberText>(1);
    *kept = {nearest, std::string_view(from, static_cast<std::size_t>(end - from))};
    return Value::decimal(kept);
}

/// A double when it prints back as written, else a decimal.
Value realNumber(const char* from, const char* end, Arena& arena)
{
    const double d = nearestDouble(from, end);
    const std::string_view text(from, static_cast<std::size_t>(end - from));
    return formatNumber(d) == text ? Value::number(d) : withText(from, end, d, arena);
}

Value integerNumber(const char* from, const char* digits, const char* end, std::uint64_t value, Arena& arena)
{
    const bool negative = *from == '-';
    const std::ptrdiff_t count = end - digits;
    if (count > kDigitsInUInt64) {
        std::uint64_t exact = 0;
        if (negative || std::from_chars(digits, end, exact).ec != std::errc()) {
            return realNumber(from, end, arena);
        }
        return Value::unsignedInteger(exact);
    }
    if (!negative) {
        return Value::unsignedInteger(value);
    }
    if (value == 0 || value > std::uint64_t{1} << 63U) {
        return realNumber(from, end, arena); // -0 is not 0
    }
    return Value::integer(static_cast<std::int64_t>(0 - value));
}

/// The common case of a fraction: few digits, no exponent, not ending in 0. One exact division gives it.
bool isPlainFraction(const char* digits, const char* point, const char* end, std::uint64_t mantissa) noexcept
{
    // With the leading zero of 0.5 counted in, the test only gets stricter. Below 1e-6 JavaScript switches to
    // exponents.
    return end - digits <= kSafeDigits && end[-1] != '0' && mantissa < kExactDoubleLimit
           && (*digits != '0' || end - point <= 7);
}

} // namespace

Value parseNumber(const char* from, const char*& end, Arena& arena)
{
    const char* digits = *from == '-' ? from + 1 : from;
    std::uint64_t value = 0;
    const char* p = skipDigits(digits, value);
    end = nullptr;
    if (p == digits || (*digits == '0' && p != digits + 1)) {
        return {};
    }
    if (*p != '.' && *p != 'e' && *p != 'E') {
        end = p;
        return integerNumber(from, digits, p, value, arena);
    }
    const char* point = p;
    if (*p == '.') {
        p = skipDigits(point + 1, value);
        if (p == point + 1) {
            return {};
        }
        if (*p != 'e' && *p != 'E' && isPlainFraction(digits, point, p, value)) {
            end = p;
            const double d =
                static_cast<double>(value) / kPowersOfTen.at(static_cast<std::size_t>(p - point - 1));
            return Value::number(*from == '-' ? -d : d);
        }
    }
    if (*p == 'e' || *p == 'E') {
        ++p;
        p += *p == '+' || *p == '-' ? 1 : 0;
        const char* exponent = p;
        while (isDigit(*p)) {
            ++p;
        }
        if (p == exponent) {
            return {};
        }
    }
    end = p;
    return realNumber(from, p, arena);
}

} // namespace gatehouse::json
