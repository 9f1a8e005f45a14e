// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::api {

/// resources/api/openapi.json as it was when this was built (OpenAPI 3.1).
[[nodiscard]] std::string_view openApiText() noexcept;

} // namespace gatehouse::api
