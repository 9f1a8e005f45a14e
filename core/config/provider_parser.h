// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_reader.h"
#include "core/config/provider_definition.h"

#include <string>

namespace gatehouse::config {

/// Reads a provider definition that its JSON Schema has accepted. What is still wrong (expressions, names
/// that refer to nothing, members that a kind needs) goes to reader.errors(); the result is usable only when
/// there are none.
[[nodiscard]] ProviderDefinition parseProvider(DefinitionReader& reader, const json::Document& document,
                                               std::string source);

} // namespace gatehouse::config
