// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::ctl {

/// The tree of a JSONata expression, one node a line, children indented; what cannot be read shows as Error.
[[nodiscard]] std::string astText(std::string_view expression);

} // namespace gatehouse::ctl
