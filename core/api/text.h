// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::api {

[[nodiscard]] bool isUtf8(std::string_view bytes) noexcept;

/// The same bytes when they are UTF-8, else with U+FFFD for what is not: JSON may hold nothing else (RFC 8259
/// section 8.1), and a text that a stranger chose may hold anything.
[[nodiscard]] std::string asUtf8(std::string bytes);

} // namespace gatehouse::api
