// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_reader.h"
#include "core/config/mapping.h"
#include "core/config/merge.h"
#include "core/config/provider_definition.h"

#include <string>

namespace gatehouse::config {

/// Reads a mapping file that its JSON Schema has accepted: merges `shared` into each method and compiles all
/// of it once, so that a broken expression is found while loading. Errors go to the reader.
[[nodiscard]] PlatformMapping parsePlatformMapping(DefinitionReader& reader, std::string integration,
                                                   const json::Document& document, std::string source);

/// Errors when the mapping names resources or methods that the provider does not have.
void checkAgainstProvider(DefinitionReader& reader, const PlatformMapping& mapping,
                          const ProviderDefinition& provider);

/// One level's part of a file or override, with the pointer it has there.
struct MappingLevelNode
{
    Node node;
    MappingOrigin origin;
};

/// buildEffectiveMapping over nodes, with every error told to the reader.
[[nodiscard]] EffectiveMapping readEffectiveMapping(DefinitionReader& reader, const MappingKey& key,
                                                    std::string_view method,
                                                    std::span<const MappingLevelNode> levels,
                                                    const ModelResource* modelResource);

} // namespace gatehouse::config
