// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/case_mapping.h"

#include "core/jsonata/text/code_points.h"
#include "core/jsonata/text/special_casing.h"

#include <utf8proc.h>

#include <algorithm>

namespace gatehouse::jsonata::text {
namespace {

constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kFinalSigma = 0x3C2;
constexpr char32_t kDottedCapitalI = 0x130;
constexpr char32_t kDotAbove = 0x307;

char32_t simpleUpper(char32_t c) noexcept
{
    return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

char32_t simpleLower(char32_t c) noexcept
{
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

bool isCased(char32_t c) noexcept
{
    return simpleUpper(c) != c || simpleLower(c) != c;
}

/// Marks, modifiers and the punctuation that may stand inside a word (Unicode Case_Ignorable).
bool isCaseIgnorable(char32_t c) noexcept
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return c == U'\'' || c == U'.' || c == U':' || c == 0xB7 || c == 0x2018 || c == 0x2019 || c == 0x2024
               || c == 0x2027;
    }
}

bool casedFollows(std::string_view rest) noexcept
{
    while (!rest.empty()) {
        const char32_t c = codePointAt(rest);
        if (!isCaseIgnorable(c)) {
            return isCased(c);
        }
        rest.remove_prefix(sequenceLength(rest));
    }
    return false;
}

/// Changes ASCII letters in place while it can; returns how many bytes it did.
template <class Change>
std::size_t mapAscii(std::string& out, std::string_view text, Change change)
{
    out.resize(text.size());
    std::size_t at = 0;
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
        out[at] = change(text[at]);
        ++at;
    }
    out.resize(at);
    return at;
}

} // namespace

std::string toUpper(std::string_view text)
{
    std::string out;
    const auto ascii = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    text.remove_prefix(mapAscii(out, text, ascii));
    while (!text.empty()) {
        const std::size_t bytes = sequenceLength(text);
        const char32_t c = codePointAt(text);
        if (bytes == 1) {
            out += ascii(text.front());
        } else if (const auto special = specialUpper(c); !special.empty()) {
            std::for_each(special.begin(), special.end(), [&](char32_t s) { appendCodePoint(out, s); });
        } else {
            appendCodePoint(out, simpleUpper(c));
        }
        text.remove_prefix(bytes);
    }
    return out;
}

std::string toLower(std::string_view text)
{
    std::string out;
    const auto ascii = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    const std::size_t done = mapAscii(out, text, ascii);
    bool afterCased = std::any_of(out.begin(), out.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    text.remove_prefix(done);
    if (!text.empty()) {
        const auto last = std::find_if(out.rbegin(), out.rend(), [](char c) {
            return !isCaseIgnorable(static_cast<char32_t>(static_cast<unsigned char>(c)));
        });
        afterCased = last != out.rend() && isCased(static_cast<char32_t>(static_cast<unsigned char>(*last)));
    }
    while (!text.empty()) {
        const std::size_t bytes = sequenceLength(text);
        const char32_t c = codePointAt(text);
        text.remove_prefix(bytes);
        if (bytes == 1) {
            out += c < 0x80 ? ascii(static_cast<char>(c)) : static_cast<char>(static_cast<unsigned char>(c));
        } else if (c == kCapitalSigma && afterCased && !casedFollows(text)) {
            appendCodePoint(out, kFinalSigma);
        } else {
            appendCodePoint(out, c == kDottedCapitalI ? U'i' : simpleLower(c));
            if (c == kDottedCapitalI) {
                appendCodePoint(out, kDotAbove);
            }
        }
        if (!isCaseIgnorable(c)) {
            afterCased = isCased(c);
        }
    }
    return out;
}

} // namespace gatehouse::jsonata::text
