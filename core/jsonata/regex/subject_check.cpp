// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/regex/subject_check.h"

#include "core/jsonata/text/code_points.h"

#include <cstdint>
#include <cstring>

namespace gatehouse::jsonata {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080U;

/// Bytes at the start that are ASCII, eight at a time.
std::size_t asciiPrefix(std::string_view text) noexcept
{
    std::size_t at = 0;
    std::uint64_t word = 0;
    for (; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & kHighBits) != 0) {
            break;
        }
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
        ++at;
    }
    return at;
}

bool isWellFormed(std::string_view sequence, char32_t c) noexcept
{
    switch (sequence.size()) {
    case 2:
        return true; // leads C0 and C1 do not start a sequence
    case 3:
        return c >= 0x800;
    case 4:
        return c >= 0x10000 && c <= 0x10FFFF;
    default:
        return false;
    }
}

} // namespace

bool isMatchable(std::string_view text) noexcept
{
    for (;;) {
        text.remove_prefix(asciiPrefix(text));
        if (text.empty()) {
            return true;
        }
        const std::string_view sequence = text.substr(0, text::sequenceLength(text));
        if (!isWellFormed(sequence, text::codePointAt(sequence))) {
            return false;
        }
        text.remove_prefix(sequence.size());
    }
}

} // namespace gatehouse::jsonata
