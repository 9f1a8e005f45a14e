// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/schema/schema.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

/// A query parameter of a unified list, beside limit, cursor and updated_since which every list takes.
struct ModelParameter
{
    std::string name;
    std::string type; ///< string, integer, boolean, date-time
    std::string description;
};

/// One resource of a unified model ("contacts").
struct ModelResource
{
    std::string name;
    std::string label;
    std::vector<std::string> methods; ///< Of list, get, create, update, delete.
    std::vector<ModelParameter> parameters;
    std::vector<std::string> required;  ///< Top-level properties a record must have.
    std::vector<std::string> titleKeys; ///< What to show as a record's name: the first that has a value.
    json::Document schema;              ///< JSON Schema (draft-07) of a record.
    schema::Schema validator;           ///< The same, compiled.
    /// What a create gets for what its body leaves out: the top-level properties with a `default`. An object.
    json::Document createDefaults;
    /// What a create and an update body must satisfy: the schema without what only the provider sets
    /// (readOnly), a create without requiring what has a default, an update without `required` at all.
    schema::Schema createValidator;
    schema::Schema updateValidator;
};

/// A unified model ("crm"). Immutable; shared by all threads.
struct Model
{
    std::string name;
    std::string label;
    std::string version;
    std::map<std::string, ModelResource, std::less<>> resources;
    std::string source;
    std::uint64_t revision = 0; ///< Unique to this content; for caches.
    json::Document document;

    [[nodiscard]] const ModelResource* resource(std::string_view name) const;
};

using ModelPtr = std::shared_ptr<const Model>;

} // namespace gatehouse::config
