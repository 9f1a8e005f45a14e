// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The four URI functions of ECMA-262 §19.2.6. Nothing where JavaScript throws URIError (JSONata: D3140): an
/// unpaired surrogate while encoding; a malformed escape or one that gives no UTF-8 while decoding.
namespace gatehouse::jsonata::text {

[[nodiscard]] std::optional<std::string> encodeUri(std::string_view text);
[[nodiscard]] std::optional<std::string> encodeUriComponent(std::string_view text);
[[nodiscard]] std::optional<std::string> decodeUri(std::string_view text);
[[nodiscard]] std::optional<std::string> decodeUriComponent(std::string_view text);

} // namespace gatehouse::jsonata::text
