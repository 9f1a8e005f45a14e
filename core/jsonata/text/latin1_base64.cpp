// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/latin1_base64.h"

#include "core/jsonata/text/code_points.h"

#include <cstdint>

namespace gatehouse::jsonata::text {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string lowBytes(std::string_view text)
{
    std::string bytes;
    const auto put = [&bytes](std::uint32_t unit) {
        bytes += static_cast<char>(static_cast<unsigned char>(unit & 0xFFU));
    };
    while (!text.empty()) {
        const std::uint32_t c = codePointAt(text);
        if (c >= 0x10000) {
            put((c - 0x10000) >> 10U); // 0xD800 adds nothing to the low byte
            put((c - 0x10000) & 0x3FFU);
        } else {
            put(c);
        }
        text.remove_prefix(sequenceLength(text));
    }
    return bytes;
}

int sextet(char c) noexcept
{
    if (c == '-' || c == '_') {
        return c == '-' ? 62 : 63;
    }
    const std::size_t found = kAlphabet.find(c);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

} // namespace

std::string base64Encode(std::string_view text)
{
    const std::string bytes = lowBytes(text);
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t n) {
            return i + n < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + n]))
                                        : 0U;
        };
        const std::uint32_t group = (byte(0) << 16U) | (byte(1) << 8U) | byte(2);
        out += kAlphabet[group >> 18U];
        out += kAlphabet[(group >> 12U) & 63U];
        out += i + 1 < bytes.size() ? kAlphabet[(group >> 6U) & 63U] : '=';
        out += i + 2 < bytes.size() ? kAlphabet[group & 63U] : '=';
    }
    return out;
}

std::string base64Decode(std::string_view base64)
{
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : base64.substr(0, base64.find('='))) {
        const int value = sextet(c);
        if (value < 0) {
            continue;
        }
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            appendCodePoint(out, static_cast<char32_t>((bits >> count) & 0xFFU));
        }
    }
    return out;
}

} // namespace gatehouse::jsonata::text
