// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse {

struct FieldProvenance
{
    std::string field;  ///< Pointer into a result record, "/phones/0/number".
    std::string level;  ///< platform, environment or account
    std::string source; ///< File or override the expression stands in.
    std::string expression;
    std::string shadowed; ///< The expression of the level beneath that this one replaced; empty: none.
};

struct MappingWarning
{
    std::string field;
    std::string level;
    std::string message;
    std::size_t record = 0; ///< Index in a list.
};

/// One field of an effective mapping.
struct ResolvedField
{
    std::string field; ///< Dotted target path: "phones", "custom_fields.industry".
    std::string expression;
    std::string level;  ///< platform, environment or account
    std::string source; ///< File, or "override".
    std::string shadowed;
};

struct ResolvedMapping
{
    std::string integration;
    std::string model;
    std::string resource;
    std::string method;
    std::vector<ResolvedField> fields;
    json::Document merged; ///< The effective mapping document.
};

enum class OverrideLevel : std::uint8_t
{
    Environment,
    Account
};

/// Names one override.
struct OverrideKey
{
    OverrideLevel level = OverrideLevel::Account;
    std::string ownerId; ///< Environment or account id.
    std::string model;
    std::string resource;
    std::string method;
};

} // namespace gatehouse
