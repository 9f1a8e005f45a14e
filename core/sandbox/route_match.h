// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/sandbox/definition.h"

#include <optional>
#include <string_view>

namespace gatehouse::sandbox {

/// The decoded path parameters when the path is the route's, else nothing.
[[nodiscard]] std::optional<json::Value> matchPath(const RouteDefinition& route, std::string_view path,
                                                   json::Arena& arena);

/// A table's name with every {x} replaced by the path parameter x.
[[nodiscard]] std::string fillParameters(std::string_view text, const json::Value& parameters);

} // namespace gatehouse::sandbox
