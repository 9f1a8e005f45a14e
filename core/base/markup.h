// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse {

/// Text for an HTML element or a quoted attribute: & < > " ' as references
/// (https://html.spec.whatwg.org/multipage/parsing.html#escapingString).
[[nodiscard]] std::string escapeHtml(std::string_view text);

} // namespace gatehouse
