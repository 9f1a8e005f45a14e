// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_reader.h"
#include "core/config/model.h"

#include <string>

namespace gatehouse::config {

/// Reads a unified model that its JSON Schema has accepted and compiles the schemas of its resources. Errors
/// go to the reader.
[[nodiscard]] Model parseModel(DefinitionReader& reader, const json::Document& document, std::string source);

} // namespace gatehouse::config
