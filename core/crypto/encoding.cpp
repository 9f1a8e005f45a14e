// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/encoding.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace gatehouse::crypto {

namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(std::string_view bytes, std::string_view alphabet, bool pad)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8U) | static_cast<unsigned char>(c);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out += alphabet[(buffer >> bits) & 63U];
        }
    }
    if (bits > 0) {
        out += alphabet[(buffer << (6 - bits)) & 63U];
    }
    while (pad && out.size() % 4 != 0) {
        out += '=';
    }
    return out;
}

Result<std::string> decode64(std::string_view text, std::string_view alphabet)
{
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) {
        return fail(Errc::ParseError, "the base64 text is cut off");
    }
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) {
            return fail(Errc::ParseError, "the base64 text holds a character that is not in its alphabet");
        }
        buffer = (buffer << 6U) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>((buffer >> bits) & 0xffU);
        }
    }
    return out;
}

int nibble(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::string toHex(std::string_view bytes)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto u = static_cast<unsigned char>(c);
        out += kDigits[u >> 4U];
        out += kDigits[u & 15U];
    }
    return out;
}

Result<std::string> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0) {
        return fail(Errc::ParseError, "the hexadecimal text has an odd number of digits");
    }
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = nibble(text[i]);
        const int low = nibble(text[i + 1]);
        if (high < 0 || low < 0) {
            return fail(Errc::ParseError, fmt::format("no hexadecimal digit at position {}", i));
        }
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string toBase64(std::string_view bytes)
{
    return encode64(bytes, kStandard, true);
}

Result<std::string> fromBase64(std::string_view text)
{
    return decode64(text, kStandard);
}

std::string toBase64Url(std::string_view bytes)
{
    return encode64(bytes, kUrlSafe, false);
}

Result<std::string> fromBase64Url(std::string_view text)
{
    return decode64(text, kUrlSafe);
}

} // namespace gatehouse::crypto
