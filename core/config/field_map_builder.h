// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_reader.h"
#include "core/config/mapping.h"

#include <string>
#include <vector>

namespace gatehouse::config {

/// Puts the levels of one part of a mapping (response, query, …) on top of each other, lowest first.
class FieldMapBuilder
{
public:
    explicit FieldMapBuilder(DefinitionReader& reader)
        : m_reader(reader)
    {}

    /// Adds one level's fields, whole expression, or null.
    void add(const Node& node, const MappingOrigin& origin);

    /// The layers, with whatever can be fused fused. required: names of top-level fields a record must have.
    [[nodiscard]] FieldMap finish(const std::vector<std::string>& required) &&;

private:
    using Path = std::vector<std::string>;

    void addWhole(const Node& node, const Path& path, const MappingOrigin& origin);
    void addSpreads(const Node& node, const Path& path, const MappingOrigin& origin);
    void addMembers(const Node& node, Path& path, const MappingOrigin& origin);
    void setField(const Node& node, const Path& path, const MappingOrigin& origin);
    void removeField(const Path& path, const MappingOrigin& origin);
    [[nodiscard]] MappingLayer& fieldLayer(const Path& path);

    DefinitionReader& m_reader;
    std::vector<MappingLayer> m_layers;
    std::vector<std::string> m_spreadAt; ///< For each layer: the pointer of the "*" it came from.
};

/// The paths below `response` that an expression reads ("Email", "Account.Name"), as far as they can be told
/// from its text.
[[nodiscard]] std::vector<std::string> sourceFieldsOf(std::string_view expression);

} // namespace gatehouse::config
