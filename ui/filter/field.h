// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// What a field holds, and with it which values and comparisons make sense.
enum class FieldKind : std::uint8_t
{
    Text,     ///< Compared without case; * stands for anything; ~ means "contains" or /regular expression/.
    Number,   ///< 12, 1.5, -3
    Status,   ///< An HTTP status: 429, 4xx
    Duration, ///< 200ms, 2s, 5m, 1h, 3d; held in milliseconds
    Size,     ///< 512, 4kB, 1MB, 2GiB; held in bytes
    Time,     ///< RFC 3339, seconds and offset may be left out; held in milliseconds since 1970 UTC
    Flag,     ///< yes or no
    Body,     ///< What the bodies of a row hold, as text or by path: body ~ text, body.items[0].sku = A1
    Headers   ///< What stands in its headers: header.content-type:*xml*
};

/// One name of the filter language. A view's table of these is what the parser accepts, what completion
/// offers and what the help tooltip is made from, so they cannot disagree.
struct FieldSpec
{
    std::string_view name;
    std::string_view aliases; ///< Separated by spaces.
    FieldKind kind = FieldKind::Text;
    std::string_view meaning; ///< One line for the help.
    std::string_view example; ///< "status:4xx"
};

using FieldTable = std::span<const FieldSpec>;

inline constexpr std::size_t kNoField = static_cast<std::size_t>(-1);

/// Whether the field is about what has to be looked into, not about what the row shows.
[[nodiscard]] constexpr bool isContentKind(FieldKind kind) noexcept
{
    return kind == FieldKind::Body || kind == FieldKind::Headers;
}

/// The index of the field of that name or alias (without case), or kNoField.
[[nodiscard]] std::size_t findField(FieldTable fields, std::string_view name);
/// The nearest name that a typing error could have meant; empty when none is near.
[[nodiscard]] std::string nearestField(FieldTable fields, std::string_view name);
/// Plain text for the bar's tooltip: each field with its meaning and an example, then the operators.
[[nodiscard]] std::string filterHelp(FieldTable fields);
/// The number of single-character edits between two words (Levenshtein, adjacent swaps count one).
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

} // namespace gatehouse::ui
