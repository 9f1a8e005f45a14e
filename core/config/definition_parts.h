// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/definition_reader.h"
#include "core/config/provider_definition.h"

/// The readers of the single blocks of a provider definition; used by provider_parser.cpp alone.
namespace gatehouse::config {

[[nodiscard]] std::optional<ContentType> readContent(DefinitionReader& reader, const Node& node);
[[nodiscard]] CallDefinition readCall(DefinitionReader& reader, const Node& node);
[[nodiscard]] ApiSettings readApi(DefinitionReader& reader, const Node& node);
[[nodiscard]] AuthScheme readAuth(DefinitionReader& reader, const Node& node);
[[nodiscard]] ConnectDefinition readConnect(DefinitionReader& reader, const Node& node);
[[nodiscard]] PaginationDefinition readPagination(DefinitionReader& reader, const Node& node);
[[nodiscard]] RateLimitDefinition readRateLimit(DefinitionReader& reader, const Node& node);
[[nodiscard]] ErrorDefinition readErrors(DefinitionReader& reader, const Node& node);
[[nodiscard]] ResourceDefinition readResource(DefinitionReader& reader, const Node& node, std::string name);
[[nodiscard]] SyncDefinition readSync(DefinitionReader& reader, const Node& node);
[[nodiscard]] BatchDefinition readBatch(DefinitionReader& reader, const Node& node);
[[nodiscard]] WebhookDefinition readWebhooks(DefinitionReader& reader, const Node& node);

} // namespace gatehouse::config
