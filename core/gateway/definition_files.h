// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_source.h"
#include "core/config/snapshot.h"
#include "core/json/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// "acme" of "providers/acme/…"; empty for every other path.
[[nodiscard]] std::string_view slugOfPath(std::string_view path) noexcept;
[[nodiscard]] std::string providerPath(std::string_view slug);
/// A definition as it comes through the API, as the files that it stands for.
[[nodiscard]] std::vector<config::DefinitionFile> filesOf(std::string_view slug, const json::Value& document);
/// The way back: the definition in force with its mappings.
[[nodiscard]] json::Document documentOf(const config::ConfigSnapshot& snapshot,
                                        const config::ProviderDefinition& provider);

} // namespace gatehouse
