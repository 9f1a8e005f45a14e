// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

#include <optional>
#include <string_view>

namespace gatehouse::ui {

/// Overrides as documents, changed one field at a time. A field is a dotted path into the response mapping
/// ("phones", "custom_fields.industry"); everything else in the override stays as it was.
[[nodiscard]] json::Document withField(const json::Value& override, std::string_view field,
                                       std::string_view expression);
/// The override without that field; nothing when it then says nothing any more and can be removed.
[[nodiscard]] std::optional<json::Document> withoutField(const json::Value& override, std::string_view field);
/// The expression that the override itself has for the field; empty: none.
[[nodiscard]] std::string_view fieldOf(const json::Value& override, std::string_view field);

} // namespace gatehouse::ui
