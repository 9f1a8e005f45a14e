// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/config/mapping.h"
#include "core/config/model.h"
#include "core/json/document.h"

#include <cstdint>
#include <span>
#include <string>

namespace gatehouse::config {

/// One level's mapping of one method, in the form of a method in a mapping file:
/// {resource?, method?, path?, query?, request_body?, response?, error?, before?, after?}.
struct MappingSource
{
    MappingOrigin origin;
    std::uint64_t revision = 0; ///< Changes with the content; 0 forbids caching.
    json::Document document;
};

/// Merges the levels (lowest first) field by field and compiles every expression. `null` removes a field; a
/// level that gives a part as one expression becomes a layer of its own. modelResource marks required fields;
/// may be null. Errors: Errc::ConfigError with source, pointer and position of the broken expression.
[[nodiscard]] Result<EffectiveMapping> buildEffectiveMapping(const MappingKey& key, std::string_view method,
                                                             std::span<const MappingSource> levels,
                                                             const ModelResource* modelResource);

/// Objects merge member by member, anything else (null too) replaces. What both share is not copied.
[[nodiscard]] json::Value deepMerge(const json::Value& base, const json::Value& overlay, json::Arena& arena);
/// base with the value at a path replaced (Undefined removes); objects on the way are made as needed.
[[nodiscard]] json::Value withPath(const json::Value& base, std::span<const std::string> path,
                                   const json::Value& value, json::Arena& arena);

} // namespace gatehouse::config
