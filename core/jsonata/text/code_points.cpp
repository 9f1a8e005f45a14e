// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/code_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace gatehouse::jsonata::text {
namespace {

unsigned byteAt(std::string_view text, std::size_t at) noexcept
{
    return static_cast<unsigned char>(text[at]);
}

bool isTail(unsigned c) noexcept
{
    return (c & 0xC0U) == 0x80U;
}

bool isAscii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// JavaScript's slice takes integers: cut towards zero, negative from the end, clamped.
double sliceIndex(double index, double size) noexcept
{
    const double whole = std::isnan(index) ? 0 : std::trunc(index);
    return whole < 0 ? std::max(0.0, size + whole) : std::min(whole, size);
}

/// The byte at which code point number `index` starts.
std::size_t byteOf(std::string_view text, std::size_t index) noexcept
{
    std::size_t at = 0;
    for (; index > 0 && at < text.size(); --index) {
        at += sequenceLength(text.substr(at));
    }
    return at;
}

} // namespace

std::size_t sequenceLength(std::string_view text) noexcept
{
    if (text.empty()) {
        return 0;
    }
    const unsigned first = byteAt(text, 0);
    const std::size_t length = first < 0xC2 || first > 0xF4 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > text.size()) {
        return 1;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if (!isTail(byteAt(text, i))) {
            return 1;
        }
    }
    return length;
}

char32_t codePointAt(std::string_view text) noexcept
{
    const std::size_t length = sequenceLength(text);
    if (length <= 1) {
        return length == 0 ? U'\0' : static_cast<char32_t>(byteAt(text, 0));
    }
    constexpr std::array<unsigned, 5> kLeadMask{0, 0, 0x1F, 0x0F, 0x07};
    unsigned c = byteAt(text, 0) & kLeadMask.at(length);
    for (std::size_t i = 1; i < length; ++i) {
        c = (c << 6U) | (byteAt(text, i) & 0x3FU);
    }
    return static_cast<char32_t>(c);
}

void appendCodePoint(std::string& out, char32_t c)
{
    const auto put = [&out](std::uint32_t byte) {
        out += static_cast<char>(static_cast<unsigned char>(byte));
    };
    const std::uint32_t v = c;
    if (v < 0x80) {
        put(v);
    } else if (v < 0x800) {
        put(0xC0U | (v >> 6U));
        put(0x80U | (v & 0x3FU));
    } else if (v < 0x10000) {
        put(0xE0U | (v >> 12U));
        put(0x80U | ((v >> 6U) & 0x3FU));
        put(0x80U | (v & 0x3FU));
    } else {
        put(0xF0U | (v >> 18U));
        put(0x80U | ((v >> 12U) & 0x3FU));
        put(0x80U | ((v >> 6U) & 0x3FU));
        put(0x80U | (v & 0x3FU));
    }
}

std::u32string toCodePoints(std::string_view text)
{
    std::u32string out;
    out.reserve(text.size());
    while (!text.empty()) {
        out += codePointAt(text);
        text.remove_prefix(sequenceLength(text));
    }
    return out;
}

std::string fromCodePoints(std::u32string_view codePoints)
{
    std::string out;
    out.reserve(codePoints.size());
    for (const char32_t c : codePoints) {
        appendCodePoint(out, c);
    }
    return out;
}

bool hasUnpairedSurrogate(std::string_view text) noexcept
{
    for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
        if (at + 1 < text.size() && byteAt(text, at + 1) >= 0xA0) {
            return true;
        }
    }
    return false;
}

std::size_t length(std::string_view text) noexcept
{
    if (isAscii(text)) {
        return text.size();
    }
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        at += sequenceLength(text.substr(at));
    }
    return count;
}

std::string_view substring(std::string_view text, double start, std::optional<double> length) noexcept
{
    const bool ascii = isAscii(text);
    const auto size = static_cast<double>(text::length(text));
    if (length && !(*length > 0)) {
        return {};
    }
    if (size + start < 0) {
        start = 0;
    }
    const double last = !length ? size : start >= 0 ? start + *length : size + start + *length;
    const auto from = static_cast<std::size_t>(sliceIndex(start, size));
    const auto to = static_cast<std::size_t>(sliceIndex(last, size));
    if (to <= from) {
        return {};
    }
    if (ascii) {
        return text.substr(from, to - from);
    }
    const std::size_t begin = byteOf(text, from);
    return text.substr(begin, byteOf(text.substr(begin), to - from));
}

std::optional<std::string> pad(std::string_view text, double width, std::string_view padding,
                               std::size_t maxBytes)
{
    const double missing = std::trunc(std::fabs(width) - static_cast<double>(length(text)));
    if (!(missing > 0)) {
        return std::string(text);
    }
    if (padding.empty()) {
        padding = " ";
    }
    const auto count = static_cast<double>(length(padding));
    const double rounds = std::floor(missing / count);
    const auto total = static_cast<double>(text.size()) + (rounds + 1) * static_cast<double>(padding.size());
    if (!(total <= static_cast<double>(maxBytes))) {
        return std::nullopt;
    }
    std::string fill;
    fill.reserve(static_cast<std::size_t>(total));
    for (double i = 0; i < rounds; ++i) {
        fill += padding;
    }
    fill += padding.substr(0, byteOf(padding, static_cast<std::size_t>(missing - rounds * count)));
    return width > 0 ? std::string(text) + fill : fill + std::string(text);
}

} // namespace gatehouse::jsonata::text
