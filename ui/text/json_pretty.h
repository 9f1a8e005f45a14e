// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <atomic>
#include <string>
#include <string_view>

namespace gatehouse::ui {

/// Re-indents JSON by its punctuation alone, two spaces a level, without building a tree: what is shown is
/// what was sent, number texts, escapes and repeated names included, at about 10 ms a megabyte.
/// Errc::ParseError when the brackets do not balance or the text is not JSON-like; Errc::Cancelled when stop
/// was set; Errc::LimitExceeded past 512 levels.
[[nodiscard]] Result<std::string> prettyJson(std::string_view text, const std::atomic<bool>* stop = nullptr);
/// True when the first character that is not space begins an object or an array.
[[nodiscard]] bool looksLikeJson(std::string_view text) noexcept;

} // namespace gatehouse::ui
