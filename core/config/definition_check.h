// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/config/mapping.h"
#include "core/config/model.h"
#include "core/config/provider_definition.h"
#include "core/schema/schema.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

enum class DefinitionKind : std::uint8_t
{
    Provider,
    Mapping,
    Model,
    Companion, ///< sandbox.json, samples: kept with the definition, not read here.
    Unknown
};

/// What a path stands for, and the names in it.
struct DefinitionPath
{
    DefinitionKind kind = DefinitionKind::Unknown;
    std::string slug;
    std::string model;
    std::string resource;
};

/// "providers/acme/mappings/crm.contacts.json" → Mapping, acme, crm, contacts.
[[nodiscard]] DefinitionPath classifyPath(std::string_view path);

/// The compiled JSON Schemas of the formats.
struct DefinitionSchemas
{
    schema::Schema provider;
    schema::Schema mapping;
    schema::Schema overrideMethod; ///< One method of a mapping, as overrides are stored.
    schema::Schema model;

    [[nodiscard]] static Result<DefinitionSchemas> load();
};

/// A file that was read: either a usable value, or every reason why it is none.
template <class T>
struct Checked
{
    std::shared_ptr<const T> value;
    std::vector<Error> errors;
};

/// Each parses the text, validates it against its schema, reads it and compiles its expressions. path is what
/// errors call the file. Larger than 8 MiB is Errc::LimitExceeded. revision of the value is a hash of the
/// text.
[[nodiscard]] Checked<ProviderDefinition> checkProvider(const DefinitionSchemas& schemas,
                                                        std::string_view path, std::string_view text);
[[nodiscard]] Checked<PlatformMapping> checkMapping(const DefinitionSchemas& schemas, std::string_view path,
                                                    std::string_view text, std::string integration);
[[nodiscard]] Checked<Model> checkModel(const DefinitionSchemas& schemas, std::string_view path,
                                        std::string_view text);

} // namespace gatehouse::config
