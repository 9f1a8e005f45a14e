// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/url_encoding.h"

#include "core/jsonata/text/code_points.h"

namespace gatehouse::jsonata::text {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";
constexpr std::string_view kReservedAndHash = ";/?:@&=+$,#";
constexpr std::string_view kMarks = "-_.!~*'()";

bool isUnreserved(char c) noexcept
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
           || kMarks.find(c) != std::string_view::npos;
}

std::optional<std::string> encode(std::string_view text, std::string_view keep)
{
    if (hasUnpairedSurrogate(text)) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c) || keep.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

int hexDigit(char c) noexcept
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const auto lower = static_cast<char>(static_cast<unsigned char>(c) | 0x20U);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The byte of the %XX at the start of the text.
std::optional<char> readEscape(std::string_view text) noexcept
{
    if (text.size() < 3 || text[0] != '%' || hexDigit(text[1]) < 0 || hexDigit(text[2]) < 0) {
        return std::nullopt;
    }
    return static_cast<char>(static_cast<unsigned char>(hexDigit(text[1]) * 16 + hexDigit(text[2])));
}

std::size_t bytesAnnouncedBy(char lead) noexcept
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xC2 || byte > 0xF4 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

bool isScalarValue(std::string_view sequence) noexcept
{
    const char32_t c = codePointAt(sequence);
    const char32_t smallest = sequence.size() == 4 ? 0x10000 : sequence.size() == 3 ? 0x800 : 0;
    return sequenceLength(sequence) == sequence.size() && c >= smallest && c <= 0x10FFFF
           && (c < 0xD800 || c > 0xDFFF);
}

std::optional<std::string> decode(std::string_view text, std::string_view keep)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text.front() != '%') {
            out += text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto lead = readEscape(text);
        const std::size_t count = lead ? bytesAnnouncedBy(*lead) : 0;
        if (count == 0) {
            return std::nullopt;
        }
        std::string sequence;
        for (std::size_t i = 0; i < count; ++i) {
            const auto byte = text.size() < i * 3 ? std::nullopt : readEscape(text.substr(i * 3));
            if (!byte) {
                return std::nullopt;
            }
            sequence += *byte;
        }
        if (!isScalarValue(sequence)) {
            return std::nullopt;
        }
        const bool kept = count == 1 && keep.find(sequence.front()) != std::string_view::npos;
        out += kept ? text.substr(0, 3) : std::string_view(sequence);
        text.remove_prefix(count * 3);
    }
    return out;
}

} // namespace

std::optional<std::string> encodeUri(std::string_view text)
{
    return encode(text, kReservedAndHash);
}

std::optional<std::string> encodeUriComponent(std::string_view text)
{
    return encode(text, {});
}

std::optional<std::string> decodeUri(std::string_view text)
{
    return decode(text, kReservedAndHash);
}

std::optional<std::string> decodeUriComponent(std::string_view text)
{
    return decode(text, {});
}

} // namespace gatehouse::jsonata::text
