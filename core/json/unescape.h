// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace gatehouse::json {

/// Resolves the escapes of a JSON string (without its quotes) into `to`, which has room for as many bytes as
/// the source. An unpaired surrogate (\ud800) is kept in its three-byte form, as JavaScript keeps it; the
/// writer turns it back into the escape. On success returns the end; on a bad escape null, and sets `badAt`
/// to its offset in the source.
[[nodiscard]] char* unescape(std::string_view source, char* to, std::size_t& badAt) noexcept;

} // namespace gatehouse::json
