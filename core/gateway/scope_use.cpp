// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/scope_use.h"

#include <algorithm>
#include <map>
#include <set>

namespace gatehouse {
namespace {

using Needs = std::map<std::string, std::set<std::string>, std::less<>>; ///< Operation → scopes.

/// The scopes of the provider's methods that a unified method may lead to. What picks between several names
/// each in its text ("{{query.updated_since ? 'search' : 'list'}}").
std::set<std::string> scopesOfMapping(const config::ProviderDefinition& provider, const json::Value& mapping)
{
    std::set<std::string> out;
    const auto* resource = provider.resource(mapping["resource"].asString());
    const std::string_view method = mapping["method"].asString();
    if (resource == nullptr) {
        return out;
    }
    for (const auto& [name, definition] : resource->methods) {
        const bool named = method == name || method.find("'" + name + "'") != std::string_view::npos;
        if (named) {
            out.insert(definition.scopes.begin(), definition.scopes.end());
        }
    }
    for (const char* steps : {"before", "after"}) {
        for (const json::Value& step : mapping[steps].items()) {
            if (const auto* called =
                    provider.method(step["resource"].asString(), step["method"].asString())) {
                out.insert(called->scopes.begin(), called->scopes.end());
            }
        }
    }
    return out;
}

Needs needsOf(const ScopeSource& source)
{
    Needs needs;
    for (const auto& [key, mapping] : source.snapshot.content().mappings) {
        if (key.integration != source.provider.slug) {
            continue;
        }
        for (const auto& [method, document] : mapping->methods) {
            auto scopes = scopesOfMapping(source.provider, *document);
            if (!scopes.empty()) {
                needs.emplace(key.model + "." + key.resource + "." + method, std::move(scopes));
            }
        }
    }
    return needs;
}

} // namespace

bool isProtocolScope(std::string_view scope) noexcept
{
    return scope == "openid" || scope == "offline_access" || scope == "refresh_token" || scope == "profile"
           || scope == "email";
}

std::vector<ScopeUse> scopeUse(const ScopeSource& source)
{
    std::map<std::string, ScopeUse, std::less<>> all;
    const auto entry = [&all](const std::string& scope) -> ScopeUse& {
        ScopeUse& one = all[scope];
        one.scope = scope;
        return one;
    };
    if (!source.scheme.oauth2) {
        return {};
    }
    for (const std::string& scope : source.scheme.oauth2->scopes) {
        entry(scope).requested = true;
    }
    for (const std::string& scope : source.granted) {
        entry(scope).granted = true;
    }
    const bool asks = !source.scheme.oauth2->scopes.empty() || !source.granted.empty();
    const Needs needs = asks ? needsOf(source) : Needs();
    for (const auto& [operation, scopes] : needs) {
        for (const std::string& scope : scopes) {
            entry(scope).neededBy.push_back(operation);
        }
    }
    for (const CallSummary& call : source.calls) {
        const auto found = needs.find(call.operation);
        if (call.accountId != source.accountId || !call.category.empty() || found == needs.end()) {
            continue;
        }
        for (const std::string& scope : found->second) {
            ScopeUse& one = all[scope];
            ++one.calls;
            one.lastUsedAt = std::max(one.lastUsedAt.value_or(call.startedAt), call.startedAt);
        }
    }
    std::vector<ScopeUse> out;
    out.reserve(all.size());
    for (auto& [scope, one] : all) {
        if (!one.granted && !source.granted.empty() && !isProtocolScope(scope)) {
            one.granted = false;
        }
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace gatehouse
