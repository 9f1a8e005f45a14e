// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/jsonata/diagnostics/analysis.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// What is known of the data an expression will see: a sample, a JSON Schema, or both. Bindings are samples
/// too.
struct DataKnowledge
{
    struct Binding
    {
        std::string name; ///< Without '$'.
        json::Value sample;
        std::string doc;
    };

    json::Value sample;
    json::Value schema;
    std::vector<Binding> bindings;
};

/// One name that can follow a place.
struct KnownMember
{
    std::string name;
    std::string type;    ///< "string", "number", "object", "array of objects" …; may be empty.
    std::string example; ///< A short piece of the sample, or the schema's description.
    bool inSample = false;
};

/// The members below a place, in the sample's order, then those that only the schema has.
[[nodiscard]] std::vector<KnownMember> membersAt(const SourcePath& place, const DataKnowledge& data);

/// How far a place can be followed.
struct Reach
{
    bool known = false;             ///< There is a sample or a schema to follow it in.
    std::size_t matched = 0;        ///< Steps that lead somewhere.
    std::vector<std::size_t> lists; ///< Steps at which an array stands in the sample or the schema.
};

[[nodiscard]] Reach follow(const SourcePath& place, const DataKnowledge& data);

} // namespace gatehouse::jsonata
