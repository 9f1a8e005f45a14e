// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::jsonata {

/// Whether PCRE2 can walk over the text without its own check: UTF-8 as RFC 3629 has it, but with surrogates
/// in three bytes allowed.
[[nodiscard]] bool isMatchable(std::string_view text) noexcept;

} // namespace gatehouse::jsonata
