// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/integer_picture.h"

#include "core/json/number_format.h"
#include "core/jsonata/pictures/integer_format.h"
#include "core/jsonata/pictures/integer_words.h"
#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/code_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::size_t kMaxPicture = 4096;
constexpr std::size_t kMaxText = std::size_t{1} << 20U;

PictureError unsupported(const IntegerFormat& format)
{
    return {
        "D3130",
        fmt::format(
            "Formatting or parsing an integer as a sequence starting with \"{}\" is not supported by this "
            "implementation",
            format.token),
        format.token};
}

std::string inCase(std::string title, LetterCase letterCase)
{
    switch (letterCase) {
    case LetterCase::Lower:
        return text::toLower(title);
    case LetterCase::Upper:
        return text::toUpper(title);
    default:
        return title;
    }
}

std::string_view ordinalSuffix(std::string_view digits)
{
    const char last = digits.empty() ? '0' : digits.back();
    const bool teen = digits.size() > 1 && digits[digits.size() - 2] == '1';
    if (teen || last < '1' || last > '3') {
        return "th";
    }
    return last == '1' ? "st" : last == '2' ? "nd" : "rd";
}

void insertSeparators(std::u32string& digits, const IntegerFormat& format)
{
    if (format.regularGroup > 0) {
        for (std::size_t at = digits.size(); at > format.regularGroup;) {
            at -= format.regularGroup;
            digits.insert(at, 1, format.separators.front().character);
        }
        return;
    }
    const std::size_t size = digits.size();
    for (const IntegerFormat::Separator& separator : format.separators) {
        if (separator.position < size) {
            digits.insert(size - separator.position, 1, separator.character);
        }
    }
}

std::string formatDecimal(double magnitude, const IntegerFormat& format)
{
    std::array<char, json::kMaxNumberText> buffer{};
    const std::string ascii(buffer.data(), json::formatNumberTo(buffer.data(), magnitude));
    if (format.zero == U'0' && format.separators.empty()) {
        std::string out;
        if (ascii.size() < format.mandatoryDigits) {
            out.assign(format.mandatoryDigits - ascii.size(), '0');
        }
        out += ascii;
        return format.ordinal ? out.append(ordinalSuffix(ascii)) : out;
    }
    std::u32string digits;
    if (ascii.size() < format.mandatoryDigits) {
        digits.assign(format.mandatoryDigits - ascii.size(), format.zero);
    }
    for (const char c : ascii) {
        const bool digit = c >= '0' && c <= '9';
        digits += static_cast<char32_t>(digit ? format.zero + static_cast<unsigned>(c - '0')
                                              : static_cast<unsigned char>(c));
    }
    insertSeparators(digits, format);
    std::string out = text::fromCodePoints(digits);
    if (format.ordinal) {
        out += ordinalSuffix(ascii);
    }
    return out;
}

/// parseInt of JavaScript: blanks, a sign, 0x, and as many digits as there are.
double leadingInteger(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t\n\r\f\v"), text.size()));
    const bool negative = text.substr(0, 1) == "-";
    if (negative || text.substr(0, 1) == "+") {
        text.remove_prefix(1);
    }
    double value = std::numeric_limits<double>::quiet_NaN();
    const bool hex = text.size() > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (hex) {
        text.remove_prefix(2);
    }
    const std::size_t digits =
        std::min(text.find_first_not_of(hex ? std::string_view("0123456789abcdefABCDEF")
                                            : std::string_view("0123456789")),
                 text.size());
    if (digits > 0) {
        const auto read = std::from_chars(text.data(), text.data() + digits, value,
                                          hex ? std::chars_format::hex : std::chars_format::fixed);
        if (read.ec == std::errc::result_out_of_range) {
            value = std::numeric_limits<double>::infinity();
        }
    }
    return negative ? -value : value;
}

double parseDecimal(std::string_view text, const IntegerFormat& format)
{
    std::u32string characters = text::toCodePoints(text);
    if (format.ordinal) {
        characters.resize(characters.size() - std::min<std::size_t>(characters.size(), 2));
    }
    std::string ascii;
    for (const char32_t c : characters) {
        const bool separator = std::any_of(format.separators.begin(), format.separators.end(),
                                           [c](const auto& s) { return s.character == c; });
        if (separator) {
            continue;
        }
        if (c >= format.zero && c < format.zero + 10) {
            ascii += static_cast<char>('0' + static_cast<char>(c - format.zero));
        } else {
            text::appendCodePoint(ascii, c);
        }
    }
    return leadingInteger(ascii);
}

} // namespace

PictureResult<std::string> formatInteger(double value, const IntegerFormat& format)
{
    value = std::floor(value);
    const double magnitude = std::fabs(value);
    std::string out;
    switch (format.style) {
    case IntegerStyle::Letters:
        out = numberToLetters(magnitude, format.letterCase == LetterCase::Upper ? 'A' : 'a');
        break;
    case IntegerStyle::Roman: {
        auto roman = numberToRoman(magnitude);
        if (!roman) {
            return tl::unexpected(PictureError{"D1013", "The number is too large for Roman numerals", {}});
        }
        out = inCase(*std::move(roman), format.letterCase);
        break;
    }
    case IntegerStyle::Words:
        out = inCase(numberToWords(magnitude, format.ordinal), format.letterCase);
        break;
    case IntegerStyle::Decimal:
        out = formatDecimal(magnitude, format);
        break;
    case IntegerStyle::Unsupported:
        return tl::unexpected(unsupported(format));
    }
    return (value < 0 ? "-" : "") + out;
}

PictureResult<double> parseInteger(std::string_view text, const IntegerFormat& format)
{
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    if (text.size() > kMaxText) {
        return kNaN;
    }
    switch (format.style) {
    case IntegerStyle::Letters:
        return lettersToNumber(text, format.letterCase == LetterCase::Upper ? 'A' : 'a');
    case IntegerStyle::Roman:
        return romanToNumber(format.letterCase == LetterCase::Upper ? std::string(text) : text::toUpper(text))
            .value_or(kNaN);
    case IntegerStyle::Words:
        return wordsToNumber(text).value_or(kNaN);
    case IntegerStyle::Decimal:
        return parseDecimal(text, format);
    default:
        return tl::unexpected(unsupported(format));
    }
}

PictureResult<std::string> formatInteger(double value, std::string_view picture)
{
    if (picture.size() > kMaxPicture) {
        return tl::unexpected(PictureError{"D1013", "The picture string is too long", {}});
    }
    const auto format = readIntegerPicture(picture);
    return format ? formatInteger(value, *format) : tl::unexpected(format.error());
}

PictureResult<double> parseInteger(std::string_view text, std::string_view picture)
{
    if (picture.size() > kMaxPicture) {
        return tl::unexpected(PictureError{"D1013", "The picture string is too long", {}});
    }
    const auto format = readIntegerPicture(picture);
    return format ? parseInteger(text, *format) : tl::unexpected(format.error());
}

} // namespace gatehouse::jsonata::pictures
