// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/integer_format.h"

#include "core/jsonata/text/code_points.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace gatehouse::jsonata::pictures {
namespace {

// The zeros of the decimal digit families of the Basic Multilingual Plane (Unicode general category Nd).
constexpr std::array<char32_t, 37> kZeros{
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};

struct NamedStyle
{
    std::string_view token;
    IntegerStyle style;
    LetterCase letterCase;
};

constexpr std::array kNamedStyles{NamedStyle{"a", IntegerStyle::Letters, LetterCase::Lower},
                                  NamedStyle{"A", IntegerStyle::Letters, LetterCase::Upper},
                                  NamedStyle{"i", IntegerStyle::Roman, LetterCase::Lower},
                                  NamedStyle{"I", IntegerStyle::Roman, LetterCase::Upper},
                                  NamedStyle{"w", IntegerStyle::Words, LetterCase::Lower},
                                  NamedStyle{"W", IntegerStyle::Words, LetterCase::Upper},
                                  NamedStyle{"Ww", IntegerStyle::Words, LetterCase::Title}};

std::size_t regularDistance(const std::vector<IntegerFormat::Separator>& separators)
{
    if (separators.empty()) {
        return 0;
    }
    const bool oneKind = std::all_of(separators.begin(), separators.end(), [&](const auto& s) {
        return s.character == separators.front().character;
    });
    const std::size_t factor =
        std::accumulate(separators.begin(), separators.end(), std::size_t{0},
                        [](std::size_t a, const auto& s) { return std::gcd(a, s.position); });
    for (std::size_t i = 1; i <= separators.size(); ++i) {
        if (!oneKind || std::none_of(separators.begin(), separators.end(), [&](const auto& s) {
                return s.position == i * factor;
            })) {
            return 0;
        }
    }
    return factor;
}

PictureResult<IntegerFormat> readDecimalPattern(std::string_view pattern)
{
    IntegerFormat format;
    std::optional<char32_t> family;
    std::u32string characters = text::toCodePoints(pattern);
    std::reverse(characters.begin(), characters.end());
    for (const char32_t c : characters) {
        const char32_t zero = digitFamilyOf(c);
        if (zero != 0) {
            if (family && *family != zero) {
                return tl::unexpected(
                    PictureError{"D3131",
                                 "In a decimal digit pattern, all digits must be from the same decimal group",
                                 {}});
            }
            family = zero;
            ++format.mandatoryDigits;
        } else if (c == U'#') {
            ++format.optionalDigits;
        } else {
            format.separators.push_back({format.mandatoryDigits + format.optionalDigits, c});
        }
    }
    format.zero = family.value_or(U'0');
    format.style = format.mandatoryDigits > 0 ? IntegerStyle::Decimal : IntegerStyle::Unsupported;
    format.regularGroup = regularDistance(format.separators);
    return format;
}

} // namespace

char32_t digitFamilyOf(char32_t c) noexcept
{
    const auto* zero =
        std::find_if(kZeros.begin(), kZeros.end(), [c](char32_t z) { return c >= z && c < z + 10; });
    return zero == kZeros.end() ? 0 : *zero;
}

PictureResult<IntegerFormat> readIntegerPicture(std::string_view picture)
{
    const std::size_t semicolon = picture.rfind(';');
    const std::string_view primary = picture.substr(0, semicolon);
    const bool ordinal = semicolon != std::string_view::npos && picture.substr(semicolon + 1, 1) == "o";
    const auto* named = std::find_if(kNamedStyles.begin(), kNamedStyles.end(),
                                     [&](const NamedStyle& style) { return style.token == primary; });
    PictureResult<IntegerFormat> format = IntegerFormat();
    if (named != kNamedStyles.end()) {
        format->style = named->style;
        format->letterCase = named->letterCase;
    } else {
        format = readDecimalPattern(primary);
    }
    if (format) {
        format->ordinal = ordinal;
        format->token = primary;
    }
    return format;
}

} // namespace gatehouse::jsonata::pictures
