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

/// A path template as segments; '*' stands where a hole is filled in.
std::vector<std::string> segmentsOf(std::string_view path)
{
    std::vector<std::string> out(1);
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path.substr(at, 2) == "{{") {
            const auto end = path.find("}}", at);
            if (end == std::string_view::npos) {
                return {};
            }
            out.back() += '*';
            at = end + 1;
        } else if (path[at] == '/') {
            out.emplace_back();
        } else {
            out.back() += path[at];
        }
    }
    return out;
}

/// "Account('*')" takes "Account('7')"; a hole takes at least one character.
bool fits(std::string_view segment, std::string_view pattern)
{
    const auto hole = pattern.find('*');
    if (hole == std::string_view::npos) {
        return segment == pattern;
    }
    const auto before = pattern.substr(0, hole);
    const auto after = pattern.substr(hole + 1);
    if (!segment.starts_with(before)) {
        return false;
    }
    for (std::size_t taken = hole + 1; taken <= segment.size(); ++taken) {
        if (fits(segment.substr(taken), after)) {
            return true;
        }
    }
    return false;
}

/// What the definition's methods with a proxied call's verb and path need. The path with the fewest holes is
/// meant; where several methods share it and need different scopes, nobody can tell, and none is named.
class ProxiedScopes
{
public:
    explicit ProxiedScopes(const config::ProviderDefinition& provider)
    {
        for (const auto& [name, resource] : provider.resources) {
            for (const auto& [method, definition] : resource.methods) {
                auto segments = segmentsOf(definition.call.path.text());
                const auto holes = std::count_if(segments.begin(), segments.end(), [](const auto& segment) {
                    return segment.find('*') != std::string::npos;
                });
                m_known.push_back({definition.call.verb,
                                   std::move(segments),
                                   holes,
                                   {definition.scopes.begin(), definition.scopes.end()}});
            }
        }
    }

    /// Of an operation such as "GET /v3/contacts/12".
    [[nodiscard]] const std::set<std::string>& of(const std::string& operation)
    {
        const auto [entry, isNew] = m_found.try_emplace(operation);
        if (isNew) {
            entry->second = look(operation);
        }
        return entry->second;
    }

private:
    struct Known
    {
        std::string verb;
        std::vector<std::string> segments;
        std::ptrdiff_t holes = 0;
        std::set<std::string> scopes;
    };

    [[nodiscard]] std::set<std::string> look(std::string_view operation) const
    {
        const auto space = operation.find(' ');
        if (space == std::string_view::npos) {
            return {};
        }
        const auto verb = operation.substr(0, space);
        const auto path = operation.substr(space + 1);
        const std::string plain =
            (path.starts_with('/') ? "" : "/") + std::string(path.substr(0, path.find('?')));
        const auto segments = segmentsOf(plain);
        const Known* best = nullptr;
        bool clear = true;
        for (const Known& known : m_known) {
            const bool same = known.verb == verb
                              && std::ranges::equal(segments, known.segments,
                                                    [](const auto& a, const auto& b) { return fits(a, b); });
            if (!same || (best != nullptr && known.holes > best->holes)) {
                continue;
            }
            clear = best == nullptr || known.holes < best->holes || (clear && known.scopes == best->scopes);
            best = &known;
        }
        return best != nullptr && clear ? best->scopes : std::set<std::string>();
    }

    std::vector<Known> m_known;
    std::map<std::string, std::set<std::string>> m_found; ///< The same paths come again and again.
};

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
    ProxiedScopes proxied(source.provider);
    for (const CallSummary& call : source.calls) {
        if (call.accountId != source.accountId || !call.category.empty() || !asks) {
            continue;
        }
        const auto found = needs.find(call.operation);
        for (const std::string& scope : found != needs.end() ? found->second : proxied.of(call.operation)) {
            ScopeUse& one = entry(scope);
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
