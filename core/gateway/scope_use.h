// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/snapshot.h"
#include "core/contract/call.h"
#include "core/contract/token.h"

#include <span>
#include <string>
#include <vector>

namespace gatehouse {

/// What the scopes of an account are told from.
struct ScopeSource
{
    const config::ConfigSnapshot& snapshot;
    const config::ProviderDefinition& provider;
    const config::AuthScheme& scheme;
    const std::string& accountId;
    const std::vector<std::string>& granted; ///< Empty: not told.
    std::span<const CallSummary> calls;      ///< Of any account.
};

/// Every scope that is asked for, granted or needed, in alphabetical order. Pure.
[[nodiscard]] std::vector<ScopeUse> scopeUse(const ScopeSource& source);
/// Scopes that ask for the protocol's own things; servers do not repeat them among those granted.
[[nodiscard]] bool isProtocolScope(std::string_view scope) noexcept;

} // namespace gatehouse
