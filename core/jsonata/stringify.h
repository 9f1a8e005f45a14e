// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <string>

namespace gatehouse::jsonata {

/// Appends a number as $string prints it: integers exactly, the rest with 15 significant digits.
void appendNumber(std::string& out, const json::Value& number);

enum class StringifyOutcome : std::uint8_t
{
    Done,
    TooLong,  ///< More than maxBytes.
    NotFinite ///< An infinite number inside.
};

/// Appends a value as $string prints it: JSON with numbers of 15 significant digits and functions as "". Not
/// recursive.
[[nodiscard]] StringifyOutcome stringify(std::string& out, const json::Value& value, bool pretty,
                                         std::size_t maxBytes);

} // namespace gatehouse::jsonata
