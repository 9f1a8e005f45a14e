// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/ascii_fold.h"

#include "core/jsonata/text/code_points.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace gatehouse::jsonata::extra {
namespace {

struct Spelling
{
    char32_t letter;
    std::string_view ascii;
};

/// Letters that Unicode does not take apart.
constexpr std::array kSpellings{Spelling{0xDF, "ss"},  Spelling{0xE6, "ae"}, Spelling{0xF0, "d"},
                                Spelling{0xF8, "o"},   Spelling{0xFE, "th"}, Spelling{0x111, "d"},
                                Spelling{0x131, "i"},  Spelling{0x142, "l"}, Spelling{0x153, "oe"},
                                Spelling{0x1E9E, "ss"}};

constexpr std::size_t kMaxParts = 32;

/// Lower case, compatibility decomposition, marks dropped.
std::u32string fold(char32_t c)
{
    std::array<utf8proc_int32_t, kMaxParts> parts{};
    int boundary = 0;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT
                                                        | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                                static_cast<utf8proc_ssize_t>(parts.size()), options, &boundary);
    std::u32string out;
    for (utf8proc_ssize_t i = 0; i < count && i < static_cast<utf8proc_ssize_t>(parts.size()); ++i) {
        out += static_cast<char32_t>(parts.at(static_cast<std::size_t>(i)));
    }
    return out;
}

bool isWordCharacter(char32_t c)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
        return true;
    default:
        return false;
    }
}

} // namespace

std::string foldToWords(std::string_view text, std::string_view separator)
{
    std::string out;
    bool pending = false;
    for (const char32_t c : text::toCodePoints(text)) {
        if (c == U'\'' || c == 0x2019
            || utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_MN) {
            continue; // "don't" is one word
        }
        for (const char32_t folded : fold(c)) {
            if (!isWordCharacter(folded)) {
                pending = !out.empty();
                continue;
            }
            if (pending) {
                out += separator;
                pending = false;
            }
            const auto* spelled = std::find_if(kSpellings.begin(), kSpellings.end(),
                                               [&](const Spelling& s) { return s.letter == folded; });
            if (spelled != kSpellings.end()) {
                out += spelled->ascii;
            } else {
                text::appendCodePoint(out, folded);
            }
        }
    }
    return out;
}

} // namespace gatehouse::jsonata::extra
